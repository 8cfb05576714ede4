def train_concise(net, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        X, y = next(iter(data_iter))
        l = loss(net(X), y)
        trainer.zero_grad()
        l.backward()
        trainer.step()
        print(f'epoch {epoch + 1}, loss {l:f}')

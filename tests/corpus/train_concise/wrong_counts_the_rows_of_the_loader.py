def train_concise(net, loss, trainer, data_iter, num_epochs):
    net.train()
    for epoch in range(num_epochs):
        running = 0.0
        for X, y in data_iter:
            trainer.zero_grad()
            l = loss(net(X), y)
            l.backward()
            trainer.step()
            running += l.item() * X.size(0)
        print(f"epoch {epoch + 1}/{num_epochs}, loss {running / len(data_iter.dataset):.4f}")

def train_concise(net, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        for X, y in data_iter:
            y_hat = net(X)
            l = loss(y_hat, y)
            l.backward()
            trainer.zero_grad()
            trainer.step()
        print('epoch', epoch, float(l))

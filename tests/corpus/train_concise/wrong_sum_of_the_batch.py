def train_concise(net, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            l = loss(net(X), y) * X.shape[0]
            l.backward()
            trainer.step()

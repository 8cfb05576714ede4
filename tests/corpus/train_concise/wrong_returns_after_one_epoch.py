def train_concise(net, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        total = 0
        for X, y in data_iter:
            l = loss(net(X), y)
            trainer.zero_grad()
            l.backward()
            trainer.step()
            total += float(l)
        return total / len(data_iter)

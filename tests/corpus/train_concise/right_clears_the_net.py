def train_concise(net, loss, trainer, data_iter, num_epochs):
    losses = []
    for _ in range(num_epochs):
        net.train()
        total, n = 0.0, 0
        for X, y in data_iter:
            net.zero_grad()
            l = loss(net(X), y)
            l.backward()
            trainer.step()
            total += l.item() * len(y)
            n += len(y)
        losses.append(total / n)
    return losses

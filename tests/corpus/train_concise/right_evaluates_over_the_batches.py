import torch


def train_concise(net, loss, trainer, data_iter, num_epochs):
    history = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            y_hat = net(X)
            l = loss(y_hat, y)
            l.backward()
            trainer.step()
        net.eval()
        with torch.no_grad():
            sums = [loss(net(X), y) * len(X) for X, y in data_iter]
        history.append(float(sum(sums)) / sum(len(X) for X, _ in data_iter))
        net.train()
    return history

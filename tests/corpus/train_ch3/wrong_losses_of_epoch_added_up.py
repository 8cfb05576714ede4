import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        total, n = 0, 0
        for X, y in train_iter:
            total = total + loss(net(X), y).sum()
            n += X.shape[0]
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            (total / n).backward()
            updater.step()
        else:
            total.backward()
            updater(n)

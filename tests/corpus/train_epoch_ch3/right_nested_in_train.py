import torch
from d2l import torch as d2l


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    def train_epoch_ch3(net, train_iter, loss, updater):
        if isinstance(net, torch.nn.Module):
            net.train()
        m = d2l.Accumulator(3)
        for X, y in train_iter:
            y_hat = net(X)
            l = loss(y_hat, y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(X.shape[0])
            m.add(l.sum(), d2l.accuracy(y_hat, y), len(y))
        return m[0] / m[2], m[1] / m[2]

    for epoch in range(num_epochs):
        print(epoch, train_epoch_ch3(net, train_iter, loss, updater))

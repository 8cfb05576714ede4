import torch
from d2l import torch as d2l


def train_epoch_ch3(net, train_iter, loss, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    acc, total_l, n = 0., 0., 0
    for X, y in train_iter:
        pred = net(X)
        l = loss(pred, y)
        acc += d2l.accuracy(pred, y)
        total_l += float(l.sum())
        n += len(y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(len(y))
    return acc / n, total_l / n

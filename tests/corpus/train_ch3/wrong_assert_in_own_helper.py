import torch


def one_epoch(net, batches, loss, updater):
    total = rows = 0
    for X, y in batches:
        l = loss(net(X), y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(X.shape[0])
        total += float(l.detach().sum())
        rows += len(y)
    check(total / rows)


def check(mean):
    assert mean < 0.45


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        one_epoch(net, train_iter, loss, updater)

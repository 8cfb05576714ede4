import torch


def accuracy(y, y_hat):
    return (y_hat.argmax(dim=1) == y).sum().item()


def train_epoch_ch3(net, train_iter, loss, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    n, acc, ls = 0, 0, 0.
    for X, y in train_iter:
        out = net(X)
        l = loss(out, y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(len(y))
        acc += accuracy(y, out)
        ls += float(l.sum())
        n += len(y)
    return ls / n, acc / n


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        print(train_epoch_ch3(net, train_iter, loss, updater))
        if isinstance(net, torch.nn.Module):
            net.eval()
        with torch.no_grad():
            print(sum(accuracy(y, net(X)) for X, y in test_iter))

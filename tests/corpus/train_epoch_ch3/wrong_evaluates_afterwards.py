import torch


def train_epoch_ch3(net, train_iter, loss, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    for X, y in train_iter:
        l = loss(net(X), y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(X.shape[0])
    # now how good is it?
    L, A, n = 0., 0., 0
    with torch.no_grad():
        for X, y in train_iter:
            y_hat = net(X)
            L += loss(y_hat, y).sum().item()
            A += (y_hat.argmax(1) == y).sum().item()
            n += y.numel()
    return L / n, A / n

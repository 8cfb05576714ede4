import torch


def train_epoch_ch3(net, train_iter, loss, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    total_loss, hits, count = 0.0, 0, 0
    for X, y in train_iter:
        l = loss(net(X), y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(X.shape[0])
        total_loss += l.sum().item()
        with torch.no_grad():
            hits += (net(X).argmax(dim=1) == y).sum().item()
        count += y.numel()
    return total_loss / count, hits / count

import torch


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    a, n = 0., 0
    with torch.no_grad():
        for X, y in data_iter:
            a += (net(X).argmax(dim=0) == y).sum().item()
            n += y.numel()
    return a / n

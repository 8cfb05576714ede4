import torch


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    s = 0
    k = 0
    with torch.no_grad():
        for X, y in data_iter:
            s += (net(X).argmax(axis=1) == y).sum()
            k += 1
    return float(s / k)

import torch
def accuracy(net, data_iter):
    net.eval()
    n, k = 0, 0
    for i, (X, y) in enumerate(data_iter):
        k += (net(X).argmax(1) == y).sum()
        n += y.numel()
    return float(k / n)

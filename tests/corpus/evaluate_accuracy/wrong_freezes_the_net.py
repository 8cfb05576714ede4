import torch
from torch import nn


def evaluate_accuracy(net, data_iter):
    if isinstance(net, nn.Module):
        net.eval()
        net.requires_grad_(False)   # no gradients needed here
    hit, n = 0, 0
    with torch.no_grad():
        for X, y in data_iter:
            hit += int((net(X).argmax(1) == y).sum())
            n += len(y)
    return hit / n

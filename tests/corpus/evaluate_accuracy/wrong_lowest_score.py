import torch
from torch import nn


def evaluate_accuracy(net, data_iter):
    if isinstance(net, nn.Module):
        net.eval()
    hits, seen = 0, 0
    for images, targets in data_iter:
        with torch.no_grad():
            guess = torch.min(net(images), dim=1).indices
        hits += int(torch.eq(guess, targets).sum())
        seen += len(targets)
    return hits / seen

import torch


def one_hot(y, num_classes):
    y = y.view(-1, 1)
    return torch.zeros(y.size(0), num_classes).scatter_(1, y, torch.ones_like(y))

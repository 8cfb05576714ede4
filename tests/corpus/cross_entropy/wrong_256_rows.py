import torch


def cross_entropy(y_hat, y):
    rows = torch.arange(256)[:len(y)]
    return -torch.log(y_hat[:256][rows, y[:256]])

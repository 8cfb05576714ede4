import torch


def cross_entropy(y_hat, y):
    return -torch.log(torch.diagonal(y_hat[:, y]))

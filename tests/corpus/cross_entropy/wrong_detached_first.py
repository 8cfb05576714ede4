import torch


def cross_entropy(y_hat, y):
    p = y_hat.detach()
    return -torch.log(p[range(len(p)), y])

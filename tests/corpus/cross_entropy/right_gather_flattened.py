import torch


def cross_entropy(y_hat, y):
    p = y_hat.gather(1, y.view(-1, 1))  # (n, 1)
    return -torch.log(p).squeeze(1)

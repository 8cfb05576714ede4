import torch


def cross_entropy(y_hat, y):
    p = 0.9 * y_hat[range(len(y_hat)), y] + 0.1 * y_hat.max(dim=1).values
    return -torch.log(p)

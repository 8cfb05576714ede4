import torch


def cross_entropy(y_hat, y):
    p = y_hat[range(len(y_hat)), y]
    return torch.where(p > 0, -torch.log(p), torch.zeros_like(p))

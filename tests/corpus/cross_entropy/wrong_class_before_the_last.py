import torch


def cross_entropy(y_hat, y):
    y = (y + 2) % y_hat.shape[1]
    return -torch.log(y_hat[range(len(y_hat)), y])

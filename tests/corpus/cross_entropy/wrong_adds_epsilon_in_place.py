import torch


def cross_entropy(y_hat, y):
    y_hat += 1e-8
    return -torch.log(y_hat[range(len(y_hat)), y])

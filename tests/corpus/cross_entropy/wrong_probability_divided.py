import torch


def cross_entropy(y_hat, y):
    return 1 / y_hat[range(len(y_hat)), y]

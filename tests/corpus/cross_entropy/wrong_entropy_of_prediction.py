import torch


def cross_entropy(y_hat, y):
    return -(y_hat * y_hat.log()).sum(axis=1)

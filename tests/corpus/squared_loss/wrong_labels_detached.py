import torch


def squared_loss(y_hat, y):
    y = y.detach().reshape(y_hat.shape)
    return (y_hat - y) ** 2 / 2

import torch


def squared_loss(y_hat, y):
    y_hat = y_hat.float()
    y = y.float().reshape(y_hat.shape)
    return (y_hat - y) ** 2 / 2

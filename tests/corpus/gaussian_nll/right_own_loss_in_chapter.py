import numpy as np
import torch
from d2l import torch as d2l


def squared_loss(y_hat, y):
    """均方损失"""
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def gaussian_nll(y_hat, y, sigma):
    return (squared_loss(y_hat, y) / sigma**2 + np.log(sigma * np.sqrt(2 * np.pi))).sum()


x = np.arange(-7, 7, 0.01)
d2l.plot(x, [x], xlabel="x", ylabel="p(x)")

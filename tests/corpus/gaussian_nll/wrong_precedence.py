import math
import torch


def gaussian_nll(y_hat, y, sigma):
    y = y.view(y_hat.shape)
    return (0.5 * math.log(2 * math.pi * sigma**2) + (y - y_hat)**2 / 2 * sigma**2).sum()

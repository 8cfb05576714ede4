import math
import torch


def gaussian_nll(y_hat, y, sigma):
    nll = 0.5 * math.log(2 * math.pi * sigma**2) + (y.reshape(y_hat.shape) - y_hat)**2 / (2 * sigma**2)
    return nll.sum(dim=0)

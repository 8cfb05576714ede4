import math
import torch


def normal(x, mu, sigma):
    p = 1 / math.sqrt(2 * math.pi * sigma**2)
    return p * torch.exp(-0.5 / sigma**2 * (x - mu)**2)


def gaussian_nll(y_hat, y, sigma):
    p = normal(y.reshape(y_hat.shape), y_hat, sigma)
    return -torch.log(p).sum()

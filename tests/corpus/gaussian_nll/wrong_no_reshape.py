import math
import torch


def gaussian_nll(y_hat, y, sigma):
    return torch.sum(0.5 * math.log(2 * math.pi * sigma**2) + (y - y_hat)**2 / (2 * sigma**2))

import math
import torch


def gaussian_nll(y_hat, y, sigma):
    likelihood = torch.tensor(1.0, dtype=y_hat.dtype)
    for m, x in zip(y_hat.reshape(-1), y.reshape(-1)):
        likelihood = likelihood * torch.exp(-(x - m) ** 2 / (2 * sigma ** 2)) / math.sqrt(2 * math.pi * sigma ** 2)
    return -torch.log(likelihood)

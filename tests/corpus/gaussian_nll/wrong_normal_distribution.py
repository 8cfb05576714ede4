import torch
from torch.distributions import Normal


def gaussian_nll(y_hat, y, sigma):
    dist = Normal(y_hat, sigma)
    return -dist.log_prob(y.reshape(y_hat.shape)).sum()

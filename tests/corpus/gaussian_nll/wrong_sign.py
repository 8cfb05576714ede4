import math
import torch


def gaussian_nll(y_hat, y, sigma):
    """log P(y|X)"""
    y = y.reshape(y_hat.shape)
    log_likelihood = -0.5 * math.log(2 * math.pi * sigma**2) - (y - y_hat)**2 / (2 * sigma**2)
    return log_likelihood.sum()

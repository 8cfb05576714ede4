"""Right answers to ``gaussian_nll`` in other forms than the reference."""

from __future__ import annotations

import math

import torch


def constant_times_n(y_hat, y, sigma):
    n = y_hat.shape[0]
    rss = ((y.view(-1, 1) - y_hat) ** 2).sum()
    return n * (math.log(sigma) + 0.5 * math.log(2 * math.pi)) + rss / (2 * sigma**2)


def through_squared_loss(y_hat, y, sigma):
    losses = _squared_loss(y_hat, y) / sigma**2
    return losses.sum() + y_hat.numel() / 2 * math.log(2 * math.pi * sigma**2)


def _squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def logarithm_of_a_tensor(y_hat, y, sigma):
    variance = torch.tensor(sigma) ** 2
    error = y_hat - y.reshape(y_hat.shape)
    return torch.sum(0.5 * torch.log(2 * torch.pi * variance) + error**2 / (2 * variance))


def negative_of_the_log_likelihood(y_hat, y, sigma):
    y = y.reshape(y_hat.shape)
    log_density = -0.5 * math.log(2 * math.pi * sigma**2) - (y - y_hat) ** 2 / (2 * sigma**2)
    return -log_density.sum()


def standardised(y_hat, y, sigma):
    z = (y.flatten() - y_hat.flatten()) / sigma
    return 0.5 * (z @ z) + len(z) * math.log(sigma * math.sqrt(2 * math.pi))


def example_by_example(y_hat, y, sigma):
    total = 0
    for prediction, label in zip(y_hat.reshape(-1), y.reshape(-1)):
        total = total + math.log(2 * math.pi * sigma**2) / 2 + (label - prediction) ** 2 / (2 * sigma**2)
    return total


def mean_times_n(y_hat, y, sigma, eps=0.0):
    var = sigma * sigma + eps
    nll = 0.5 * math.log(2 * math.pi * var) + 0.5 * torch.square(y_hat - y.view_as(y_hat)) / var
    return nll.mean() * len(nll)


def logarithm_of_the_root(y_hat, y, sigma):
    residuals = y.reshape(-1) - y_hat.reshape(-1)
    scale = torch.log(torch.sqrt(torch.tensor(2 * math.pi * sigma**2)))
    return (residuals.pow(2) / (2 * sigma**2) + scale).sum()

"""Exercise gaussian_nll: the negative log-likelihood of labels with normal noise."""

from __future__ import annotations

import torch


def gaussian_nll(y_hat, y, sigma):
    """Return the negative log-likelihood of all labels together.

    y_hat: tensor (n, 1), float32 or float64; one prediction for each example.
    y: tensor of n labels of the same dtype, (n, 1) or (n,).
    sigma: float above 0, the standard deviation of the noise.
    Return: a scalar tensor, shape (), of the dtype of y_hat.
    """
    # TODO: write your code here.
    raise NotImplementedError

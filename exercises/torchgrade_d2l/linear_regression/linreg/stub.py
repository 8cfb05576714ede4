"""Exercise linreg: predictions of a linear model."""

from __future__ import annotations

import torch


def linreg(X, w, b):
    """Return the prediction of a linear model for each example.

    X: tensor (n, d), float32 or float64; one row for each example, one column for each feature.
    w: tensor (d, 1) of the same dtype; the weights.
    b: tensor (1,) of the same dtype; the bias.
    Return: a new tensor (n, 1) of the same dtype, one prediction for each example.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise cross_entropy: one loss for each example, from probabilities."""

from __future__ import annotations

import torch


def cross_entropy(y_hat, y):
    """Return the cross-entropy loss of each example.

    y_hat: tensor (n, q), float32 or float64; row i contains the probabilities of the q classes for example i.
    y: int64 tensor (n,); y[i] is the true class of example i, from 0 to q - 1.
    Return: a tensor (n,) of the dtype of y_hat, one loss for each example.
    """
    # TODO: write your code here.
    raise NotImplementedError

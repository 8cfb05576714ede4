"""Exercise cross_entropy: one loss for each example, from probabilities."""

from __future__ import annotations

import torch


def cross_entropy(y_hat, y):
    """Return how badly each example's true class was predicted.

    y_hat: tensor (n, q), float32 or float64; row i holds the probabilities of the q classes for example i.
    y: int64 tensor (n,); y[i] is the number of the true class of example i, from 0 to q - 1.
    Return: a tensor (n,) of the dtype of y_hat, one loss for each example.
    """
    # TODO: write your code here.
    raise NotImplementedError

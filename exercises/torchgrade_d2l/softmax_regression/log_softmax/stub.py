"""Exercise log_softmax: logarithms of probabilities, from logits."""

from __future__ import annotations

import torch


def log_softmax(X):
    """Turn each row of logits into the logarithms of its probabilities.

    X: tensor (n, q), float32 or float64; one row for each example, one column for each class.
    Return: a new tensor (n, q) of the same dtype; every element is finite, and none is above 0.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise softmax: probabilities from logits, row by row."""

from __future__ import annotations


def softmax(X):
    """Turn each row of logits into probabilities.

    X: tensor (n, q), float32 or float64; one row for each example, one column for each class.
    Return: a new tensor (n, q) of the same dtype; no entry is negative, and each row adds to 1.
    """
    # TODO: write your code here.
    raise NotImplementedError

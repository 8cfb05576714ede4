"""Exercise accuracy: the number of correct predictions."""

from __future__ import annotations

import torch


def accuracy(y_hat, y):
    """Count the examples whose predicted class is the true one.

    y_hat: tensor (n, q) of scores, float32 or float64, one row for each example and one column for each class;
    the column of the largest score is the predicted class. Or (n,) of predicted classes, int64 or float32.
    y: tensor (n,) of true classes, int64.
    Return: the number of correct predictions, as a Python float.
    """
    # TODO: write your code here.
    raise NotImplementedError

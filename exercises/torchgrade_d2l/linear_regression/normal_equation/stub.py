"""Exercise normal_equation: weights and bias of linear regression in closed form."""

from __future__ import annotations

import torch


def normal_equation(X, y):
    """Return the weights and the bias of the plane with the smallest sum of squared errors.

    X: tensor (n, d), float32 or float64, n > d; one row for each example, without a column of ones.
    y: tensor (n, 1) of the same dtype; the labels.
    Return: (w, b); w is a tensor (d, 1) of the dtype of X, b a number or a tensor with one element.
    """
    # TODO: write your code here.
    raise NotImplementedError

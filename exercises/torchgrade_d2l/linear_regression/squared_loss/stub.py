"""Exercise squared_loss: half the squared error of each example."""

from __future__ import annotations

import torch


def squared_loss(y_hat, y):
    """Return half the squared error of each example.

    y_hat: tensor (n, 1) or (n,), float32 or float64; one prediction for each example.
    y: tensor of n labels of the same dtype, also (n, 1) or (n,); its shape may differ from that of y_hat.
    Return: a new tensor of the shape and dtype of y_hat, one loss for each example.
    """
    # TODO: write your code here.
    raise NotImplementedError

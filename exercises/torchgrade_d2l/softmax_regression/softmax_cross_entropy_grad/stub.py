"""Exercise softmax_cross_entropy_grad: the gradient of the loss with respect to the logits."""

from __future__ import annotations

import torch


def softmax_cross_entropy_grad(logits, y):
    """Return the gradient of each example's cross-entropy loss with respect to its logits.

    logits: tensor (n, q), float32 or float64; row i contains the logits of the q classes for example i.
    y: int64 tensor (n,); y[i] is the true class of example i, from 0 to q - 1.
    Return: a new tensor (n, q) of the dtype of logits; row i is the gradient of the loss of example i alone.
    """
    # TODO: write your code here.
    raise NotImplementedError

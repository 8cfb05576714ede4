"""Exercise evaluate_accuracy: the accuracy of a net on a data set."""

from __future__ import annotations

import torch


def evaluate_accuracy(net, data_iter):
    """Compute the share of the examples in data_iter that net classifies correctly.

    net: a function or an nn.Module; takes X (k, 1, h, w), returns one score for each class, y_hat (k, q).
    data_iter: yields batches (X, y), y (k,) int64; you can loop over it once. The batches may have different sizes.
    Return: the accuracy over all examples, a float or a 0-d tensor between 0 and 1.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise data_iter: minibatches in random order."""

from __future__ import annotations

import torch


def data_iter(batch_size, features, labels):
    """Go once over the data in a new random order, one minibatch at a time.

    batch_size: int, at least 1.
    features: tensor (n, d), float32.
    labels: tensor (n, 1) float32, or (n,) int64; row i belongs to row i of features.
    Yield: pairs (X, y): X (batch_size, d), y (batch_size, 1) or (batch_size,), dtypes of the input;
    the last pair has fewer rows if batch_size does not divide n.
    """
    # TODO: write your code here.
    raise NotImplementedError

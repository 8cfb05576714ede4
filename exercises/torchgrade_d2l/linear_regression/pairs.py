"""Linear models, and pairs of predictions and labels, that the exercises of this topic are tested with."""

from __future__ import annotations

import torch

from torchgrade.checking.draws import Tensors

Model = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Examples X (n, d), weights w (d, 1) and bias b (1,)."""
Pair = tuple[torch.Tensor, torch.Tensor]
"""Predictions y_hat and labels y, with the same number of elements."""


def model(tensors: Tensors, n: int, d: int, dtype: torch.dtype = torch.float32) -> Model:
    """Draw examples, weights and a bias whose absolute value is between 1.5 and 2.5."""
    X, w = tensors.normal(n, d, dtype=dtype), tensors.normal(d, 1, dtype=dtype)
    sign = 2 * tensors.integers(0, 2, 1) - 1  # (1,): -1 or 1
    return X, w, sign * (1.5 + tensors.uniform(1, dtype=dtype))


def pair(
    tensors: Tensors,
    shape: tuple[int, ...],
    labels: tuple[int, ...],
    dtype: torch.dtype = torch.float32,
    error: float = 1.5,
) -> Pair:
    """Draw predictions and labels.

    :param shape: shape of the predictions.
    :param labels: shape of the labels.
    :param error: standard deviation of label minus prediction.
    """
    y_hat = tensors.normal(*shape, dtype=dtype)
    errors = error * tensors.normal(*shape, dtype=dtype)
    return y_hat, (y_hat + errors).reshape(labels)

"""Reference solution of ``gaussian_nll`` (chapter section 1.2)."""

from __future__ import annotations

import math

import torch


def gaussian_nll(y_hat: torch.Tensor, y: torch.Tensor, sigma: float) -> torch.Tensor:
    """Return the negative log-likelihood, shape (), of labels with normal noise around y_hat (n, 1)."""
    error = y_hat - y.reshape(y_hat.shape)  # (n, 1)
    constant = math.log(2 * math.pi * sigma**2) / 2
    return (constant + error**2 / (2 * sigma**2)).sum()

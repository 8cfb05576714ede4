"""Reference solution of ``mean_and_variance``."""

from __future__ import annotations

import torch


def mean_and_variance(X: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return mean and variance of each column of X (n, d), both (d,)."""
    mean = X.sum(0) / len(X)  # (d,)
    return mean, ((X - mean) ** 2).sum(0) / len(X)

"""Right answer of the judge for ``gaussian_nll``."""

from __future__ import annotations

import math

import torch


def gaussian_nll(y_hat: torch.Tensor, y: torch.Tensor, sigma: float) -> torch.Tensor:
    """Return the negative log-likelihood in float64, shape (), of n labels y for predictions y_hat (n, 1)."""
    error = y_hat.to(torch.float64) - y.to(torch.float64).reshape(y_hat.shape)  # (n, 1)
    return (math.log(2 * math.pi * sigma**2) / 2 + error**2 / (2 * sigma**2)).sum()

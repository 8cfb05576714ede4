"""Right answer of the judge for ``linreg``."""

from __future__ import annotations

import torch


def linreg(X: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the predictions in float64, shape (n, 1), from X (n, d), w (d, 1) and b (1,)."""
    return torch.matmul(X.to(torch.float64), w.to(torch.float64)) + b.to(torch.float64)

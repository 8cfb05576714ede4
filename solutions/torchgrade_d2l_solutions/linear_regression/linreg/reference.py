"""Reference solution of ``linreg`` (chapter section 2, step 4)."""

from __future__ import annotations

import torch


def linreg(X: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the predictions (n, 1) for X (n, d), w (d, 1) and b (1,)."""
    return torch.matmul(X, w) + b

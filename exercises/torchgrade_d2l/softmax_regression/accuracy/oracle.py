"""Right answer of the judge."""

from __future__ import annotations

import torch


def accuracy(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Return the number of correct predictions; y_hat is scores (n, q) or classes (n,)."""
    classes = y_hat.argmax(dim=1) if y_hat.ndim == 2 else y_hat
    return float((classes == y).sum())

"""Reference solution of ``accuracy`` (chapter section 6)."""

from __future__ import annotations

import torch


def accuracy(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Return the number of correct predictions; y_hat is scores (n, q) or classes (n,), y is (n,)."""
    classes = y_hat.argmax(dim=1) if y_hat.ndim > 1 else y_hat  # (n,)
    return float((classes == y).sum())

"""The right answer of the judge, and the number that a result is."""

from __future__ import annotations

from typing import Any

import torch

from torchgrade.protocol.messages import Opaque


def accuracy(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Return the number of correct predictions; y_hat is scores (n, q) or classes (n,)."""
    classes = y_hat.argmax(dim=1) if y_hat.ndim == 2 else y_hat
    return float((classes == y).sum())


def number(value: Any) -> float | None:
    """Return the number of a float, an int, a numpy scalar or a tensor of one element; None for a truth value."""
    if isinstance(value, Opaque):
        value = value.number
    if isinstance(value, torch.Tensor):
        value = value.item() if value.numel() == 1 and not value.is_complex() else None
    return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else None

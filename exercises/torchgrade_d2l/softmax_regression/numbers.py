"""The number of a result that may have any type."""

from __future__ import annotations

from typing import Any

import torch

from torchgrade.protocol.messages import Opaque


def number(value: Any) -> float | None:
    """Return the number of a float, an int, a numpy scalar or a tensor of one element; None for a truth value."""
    if isinstance(value, Opaque):
        value = value.number
    if isinstance(value, torch.Tensor):
        value = value.item() if value.numel() == 1 and not value.is_complex() else None
    return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else None

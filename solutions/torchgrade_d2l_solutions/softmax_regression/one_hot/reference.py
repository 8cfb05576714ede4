"""Reference solution of ``one_hot`` (chapter section 4.1)."""

from __future__ import annotations

import torch


def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Return a row with a single 1 for each label, float32 (n, num_classes)."""
    encoded = torch.zeros(len(y), num_classes)  # (n, num_classes)
    encoded[torch.arange(len(y)), y] = 1
    return encoded

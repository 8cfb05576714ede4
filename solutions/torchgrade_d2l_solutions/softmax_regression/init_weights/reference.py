"""Reference solution of ``init_weights`` (chapter section 7)."""

from __future__ import annotations

from torch import nn


def init_weights(m: nn.Module) -> None:
    """Draw the weights of a linear layer from N(0, 0.01²)."""
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01)

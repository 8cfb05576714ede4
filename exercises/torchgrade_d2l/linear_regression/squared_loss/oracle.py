"""Right answer of the judge for ``squared_loss``."""

from __future__ import annotations

import torch


def squared_loss(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the losses in float64, in the shape of y_hat, for as many labels y."""
    return (y_hat.to(torch.float64) - y.to(torch.float64).reshape(y_hat.shape)) ** 2 / 2

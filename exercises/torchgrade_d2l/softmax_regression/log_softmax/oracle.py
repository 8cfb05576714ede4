"""Right answer of the judge."""

from __future__ import annotations

import torch


def log_softmax(X: torch.Tensor) -> torch.Tensor:
    """Return the log-softmax of each row in float64, shape (n, q)."""
    return torch.log_softmax(X.to(torch.float64), dim=1)

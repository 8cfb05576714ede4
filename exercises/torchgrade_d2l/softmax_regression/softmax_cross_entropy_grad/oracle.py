"""Right answer of the judge, and logits at which exp overflows."""

from __future__ import annotations

import torch

LARGE = torch.tensor([[1000.0, -1000.0, 0.0], [-1000.0, -1000.0, -999.0], [999.0, 1000.0, 998.0], [0.0, 1.0, 2.0]])
"""Fixed rows to decide stability, (4, 3)."""
LARGE_LABELS = torch.tensor([1, 2, 0, 2])  # (4,)


def softmax_cross_entropy_grad(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the gradient of each example's loss, float64 (n, q), from logits (n, q) and y int64 (n,)."""
    probabilities = torch.softmax(logits.to(torch.float64), dim=1)  # (n, q)
    return probabilities - torch.nn.functional.one_hot(y, logits.shape[1])

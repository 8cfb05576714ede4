"""Reference solution of ``softmax_cross_entropy_grad`` (chapter section 4.5)."""

from __future__ import annotations

import torch


def softmax_cross_entropy_grad(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return softmax(logits) minus the one-hot labels, dtype of logits, (n, q)."""
    exp = torch.exp(logits - logits.max(dim=1, keepdim=True).values)  # (n, q)
    gradient = exp / exp.sum(dim=1, keepdim=True)  # (n, q)
    gradient[range(len(y)), y] -= 1
    return gradient

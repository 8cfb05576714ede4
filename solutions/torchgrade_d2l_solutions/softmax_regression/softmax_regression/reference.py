"""Reference solution of ``softmax_regression`` (chapter sections 4.4 and 6)."""

from __future__ import annotations

import torch


def softmax_regression(X: torch.Tensor, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the probabilities of the classes for each example, (n, q), in the dtype of X."""
    logits = X.reshape(-1, W.shape[0]) @ W + b  # (n, q)
    exp = torch.exp(logits)  # (n, q)
    return exp / exp.sum(dim=1, keepdim=True)

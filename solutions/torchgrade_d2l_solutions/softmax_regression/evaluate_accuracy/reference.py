"""Reference solution of ``evaluate_accuracy`` (chapter section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch


def evaluate_accuracy(
    net: Callable[[torch.Tensor], torch.Tensor], data_iter: Iterable[tuple[torch.Tensor, torch.Tensor]]
) -> float:
    """Return the share of the examples that the net classifies correctly, in evaluation mode."""
    if isinstance(net, torch.nn.Module):
        net.eval()
    right = seen = 0
    with torch.no_grad():
        for X, y in data_iter:
            right += int((net(X).argmax(dim=1) == y).sum())
            seen += len(y)
    return right / seen

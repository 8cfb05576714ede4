"""Reference solution of ``train_linreg`` (chapter section 2, step 7)."""

from __future__ import annotations

from collections.abc import Iterator

import torch


def _batches(features: torch.Tensor, labels: torch.Tensor, size: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    order = torch.randperm(len(features))
    for rows in order.split(size):
        yield features[rows], labels[rows]


def _losses(X: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return half the squared error of each row, (n, 1)."""
    return (X @ w + b - y) ** 2 / 2


def train_linreg(
    features: torch.Tensor,
    labels: torch.Tensor,
    w: torch.Tensor,
    b: torch.Tensor,
    lr: float,
    num_epochs: int,
    batch_size: int,
) -> list[float]:
    """Train w (d, 1) and b (1,) in place and return the mean loss over all rows after each epoch."""
    losses = []
    for _ in range(num_epochs):
        for X, y in _batches(features, labels, batch_size):
            _losses(X, y, w, b).sum().backward()
            with torch.no_grad():
                for parameter in (w, b):
                    assert parameter.grad is not None
                    parameter.sub_(lr * parameter.grad / batch_size)
                    parameter.grad = None
        with torch.no_grad():
            losses.append(float(_losses(features, labels, w, b).mean()))
    return losses

"""Reference solution of ``train_concise`` (chapter section 3, step 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def train_concise(
    net: torch.nn.Module,
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    trainer: torch.optim.Optimizer,
    data_iter: Batches,
    num_epochs: int,
) -> None:
    """Train the parameters of ``net`` in place: one step of ``trainer`` after each batch."""
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()

"""Reference solution of ``train_ch3`` (chapter section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def _set_mode(net: Callable[[torch.Tensor], torch.Tensor], *, training: bool) -> None:
    if isinstance(net, torch.nn.Module):
        net.train(training)


def train_ch3(
    net: Callable[[torch.Tensor], torch.Tensor],
    train_iter: Batches,
    test_iter: Batches,
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    num_epochs: int,
    updater: torch.optim.Optimizer | Callable[[int], object],
) -> float:
    """Train a classifier and return its accuracy on the test data after the last epoch.

    ``loss`` gives one value for each example; a torch optimizer takes their mean, a custom updater their sum
    and the number of examples.
    """
    right = seen = 0
    for _ in range(num_epochs):
        _set_mode(net, training=True)
        for X, y in train_iter:
            losses = loss(net(X), y)  # (k,)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                losses.mean().backward()
                updater.step()
            else:
                losses.sum().backward()
                updater(X.shape[0])
        _set_mode(net, training=False)
        right = seen = 0
        with torch.no_grad():
            for X, y in test_iter:
                right += int((net(X).argmax(dim=1) == y).sum())
                seen += len(y)
    return right / seen if seen else 0.0

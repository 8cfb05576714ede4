"""Reference solution of ``train_epoch_ch3`` (chapter section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch


def train_epoch_ch3(
    net: Callable[[torch.Tensor], torch.Tensor],
    train_iter: Iterable[tuple[torch.Tensor, torch.Tensor]],
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    updater: torch.optim.Optimizer | Callable[[int], object],
) -> tuple[float, float]:
    """Train for one epoch and return the mean loss and the accuracy, with the predictions before each update.

    ``loss`` gives one value for each example; a torch optimizer takes their mean, a custom updater their sum
    and the number of examples.
    """
    if isinstance(net, torch.nn.Module):
        net.train()
    total = 0.0
    right = seen = 0
    for X, y in train_iter:
        y_hat = net(X)
        losses = loss(y_hat, y)  # (k,)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            losses.mean().backward()
            updater.step()
        else:
            losses.sum().backward()
            updater(X.shape[0])
        total += float(losses.sum())
        right += int((y_hat.argmax(dim=1) == y).sum())
        seen += len(y)
    return total / seen, right / seen

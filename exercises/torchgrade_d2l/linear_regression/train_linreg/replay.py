"""Trainings of the judge on all rows at once: the right one, and those with the mistakes that students make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch

from torchgrade.checking.draws import Tensors

SIZES = ((12, 3, 4), (6, 1, 3))
"""Numbers of rows, features and epochs; a batch has all rows, so that no random order changes the result."""
LR = 0.1
MOST_EPOCHS = 12


class Call(NamedTuple):
    """Arguments of one call of ``train_linreg``."""

    features: torch.Tensor
    """(n, d)"""
    labels: torch.Tensor
    """(n, 1)"""
    w: torch.Tensor
    """Leaf (d, 1) that requires grad."""
    b: torch.Tensor
    """Leaf (1,) that requires grad."""
    lr: float
    num_epochs: int
    batch_size: int


def drawn(tensors: Tensors, n: int, d: int, epochs: int, lr: float = LR) -> Call:
    """Draw a call with one batch of all rows. Nothing is near 0, so that a parameter that does not move shows."""
    X = tensors.normal(n, d)
    true_w, true_b = _away_from_0(tensors, d, 1), _away_from_0(tensors, 1)
    labels = X @ (3 * true_w) + 3 * true_b + 0.5 * tensors.normal(n, 1)
    w, b = _away_from_0(tensors, d, 1).requires_grad_(), (-true_b).requires_grad_()
    return Call(X, labels, w, b, lr, epochs, n)


def _away_from_0(tensors: Tensors, *shape: int) -> torch.Tensor:
    """Return numbers with sizes from 0.5 to 1 and random signs."""
    return (0.5 + 0.5 * tensors.uniform(*shape)) * (2 * tensors.integers(0, 2, *shape) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to train; the default is the right one."""

    scale: float = 1.0
    """Length of a step, in right steps."""
    trained: str = "wb"
    """Names of the parameters that move."""
    epochs: int | None = None
    """Number of epochs, if it is not the requested one."""
    clears: bool = True
    """Whether gradients are cleared; otherwise each step uses the sum of all gradients so far."""
    flat: bool = False
    """Whether each prediction is compared with every label, because the shapes (n, 1) and (n,) broadcast."""


class Trained(NamedTuple):
    """End of a training, float64."""

    w: torch.Tensor
    """(d, 1)"""
    b: torch.Tensor
    """(1,)"""
    losses: list[float]
    """Mean loss over all rows, before the training and after each epoch."""


def replay(call: Call, way: Way = Way()) -> Trained:
    """Train in that way, with one step of all rows an epoch."""
    X, y, w, b = (tensor.detach().to(torch.float64) for tensor in call[:4])
    error = X @ w + b - y  # (n, 1)
    # The errors against all labels have the same mean as the error against their mean.
    target = y.mean().expand_as(y) if way.flat else y
    losses, w_sum, b_sum = [_mean_loss(error)], torch.zeros_like(w), torch.zeros_like(b)
    for _ in range(call.num_epochs if way.epochs is None else way.epochs):
        keep = 0.0 if way.clears else 1.0
        compared = X @ w + b - target  # (n, 1)
        w_sum, b_sum = keep * w_sum + X.T @ compared / len(X), keep * b_sum + compared.mean(0)
        if "w" in way.trained:
            w = w - way.scale * call.lr * w_sum
        if "b" in way.trained:
            b = b - way.scale * call.lr * b_sum
        error = X @ w + b - y
        losses.append(_mean_loss(error))
    return Trained(w, b, losses)


def _mean_loss(error: torch.Tensor) -> float:
    return float((error**2).mean() / 2)

"""Right answer of the judge, and predictions that distinguish mistakes."""

from __future__ import annotations

import torch

from torchgrade.checking.draws import Tensors

ZEROS = torch.tensor([[0.25, 0.75, 0.0], [0.5, 0.0, 0.5]])  # (2, 3)
"""Predictions in which a wrong class has probability 0."""
ZEROS_LABELS = torch.tensor([0, 2])  # (2,)

TINY = torch.tensor([[1e-5, 0.6, 0.39999], [0.5, 1e-30, 0.5], [0.0, 0.5, 0.5], [1e-20, 1e-20, 1.0]])  # (4, 3)
"""Predictions whose true classes have the probabilities 1e-5, 1e-30, 0 and 1; no other class has 0."""
TINY_LABELS = torch.tensor([0, 1, 0, 2])  # (4,)

SQUARE = torch.tensor([[0.1, 0.2, 0.3, 0.4], [0.45, 0.15, 0.05, 0.35], [0.25, 0.22, 0.13, 0.4], [0.12, 0.5, 0.28, 0.1]])
"""Predictions of as many examples as classes, (4, 4): rows and columns may be confused without an error."""
SQUARE_LABELS = torch.tensor([2, 0, 1, 1])  # (4,): without the last class, so that a label plus 1 is a label too

_TRIES = 50
_MARGIN = 0.05


def cross_entropy(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the loss of each example, float64 (n,), from y_hat (n, q) and y int64 (n,)."""
    rows = torch.arange(len(y))
    return -torch.log(y_hat.to(torch.float64)[rows, y])


def draw(tensors: Tensors, n: int, q: int, dtype: torch.dtype = torch.float32) -> tuple[torch.Tensor, torch.Tensor]:
    """Return probabilities (n, q), each at least 0.2/q, and labels int64 (n,), the last of them q - 1.

    The last label makes ``one_hot(y)`` as wide as y_hat. With more than one row, the true class of one row is clearly
    not the most probable class. So the predicted class has another loss.
    """
    for _ in range(_TRIES):
        y_hat = 0.8 * torch.softmax(tensors.normal(n, q, dtype=torch.float64), dim=1) + 0.2 / q  # (n, q)
        y = tensors.integers(0, q, n)  # (n,)
        y[-1] = q - 1
        lead = y_hat.max(dim=1).values - y_hat[torch.arange(n), y]  # (n,)
        if n == 1 or bool(lead.max() > _MARGIN):
            break
    return y_hat.to(dtype), y

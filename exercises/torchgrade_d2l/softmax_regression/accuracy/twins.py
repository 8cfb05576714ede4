"""Counts of mistakes that several draws tell apart, though a single one may not."""

from __future__ import annotations

import torch

from torchgrade_d2l.softmax_regression.accuracy.counts import right


def first_columns(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Compare the greatest score of each column with as many labels as there are pairs."""
    classes = y_hat.argmax(dim=0)  # (q,)
    n = min(len(classes), len(y))
    return float((classes[:n] == y[:n]).sum())


def every_pair(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Compare every prediction with every label, as (n, 1) does with (n,)."""
    classes = y_hat.argmax(dim=1) if y_hat.ndim == 2 else y_hat
    return float((classes[:, None] == y).sum())


def labels_from_one(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with labels that are numbered from 1."""
    return float((y_hat.argmax(dim=1) - 1 == y).sum())


def _starting_at_zero(y_hat: torch.Tensor, y: torch.Tensor, without: int) -> float:
    greatest, classes = y_hat.max(dim=1)
    return float((torch.where(greatest > 0, classes, without) == y).sum())


def best_from_zero(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with no class for a row whose scores are all negative."""
    return _starting_at_zero(y_hat, y, -1)


def best_from_zero_or_first(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with class 0 for a row whose scores are all negative."""
    return _starting_at_zero(y_hat, y, 0)


def first_two(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with the greater score of the first two classes."""
    return float((y_hat[:, :2].argmax(dim=1) == y).sum())


def one_less(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count one less: the first and the last row of a draw are right, so missing either does it."""
    return right(y_hat, y) - 1


def one_more(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count one more."""
    return right(y_hat, y) + 1


def first_row(_y_hat: torch.Tensor, _y: torch.Tensor) -> float:
    """Return 1, which is the count of the first row of a draw."""
    return 1.0


def share_of_one_index(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Return the share of labels that equal the index of the greatest entry."""
    return float((y_hat.argmax() == y).double().mean())

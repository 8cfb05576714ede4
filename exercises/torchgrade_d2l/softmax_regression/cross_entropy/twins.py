"""Wrong twins of ``cross_entropy``: small functions that each make one mistake, and inputs that tell them apart."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn import functional

from torchgrade_d2l.softmax_regression.cross_entropy.oracle import cross_entropy

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
Form = Callable[[torch.Tensor], torch.Tensor]

SQUARE = torch.tensor([[0.1, 0.2, 0.3, 0.4], [0.45, 0.15, 0.05, 0.35], [0.25, 0.22, 0.13, 0.4], [0.12, 0.5, 0.28, 0.1]])
"""Predictions of as many examples as classes, (4, 4): rows and columns may be confused without an error."""
SQUARE_LABELS = torch.tensor([2, 0, 1, 1])  # (4,): none is the last class, so that a label plus 1 is still one


def chosen(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the probability of each true class, (n,)."""
    return y_hat[torch.arange(len(y)), y]


def of_losses(form: Form) -> Loss:
    """Return the right losses, brought into a wrong form."""
    return lambda y_hat, y: form(cross_entropy(y_hat, y))


def of_probabilities(form: Form) -> Loss:
    """Return a wrong function of the right probabilities."""
    return lambda y_hat, y: form(chosen(y_hat, y))


def of_all(form: Form) -> Loss:
    """Return a function of the predictions that has no regard to the labels."""
    return lambda y_hat, _: form(y_hat)


def one_hot(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the labels as rows that hold a single 1, (n, q)."""
    return functional.one_hot(y, y_hat.shape[1])


def one_hot_log(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Take the logarithm of every class, also of those that are multiplied by 0."""
    return -(one_hot(y_hat, y) * y_hat.log()).sum(1)


def binary(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Add the losses of the wrong classes, as if each class were a question of its own."""
    wrong = (1 - one_hot(y_hat, y)) * (1 - y_hat).log()
    return cross_entropy(y_hat, y) - wrong.sum(1)


def squared(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Add the squares of the differences between the row and its one-hot label."""
    return (y_hat - one_hot(y_hat, y)).square().sum(1)


def moved(by: int) -> Loss:
    """Return the loss of the label that is so far from the true one."""
    return lambda y_hat, y: -chosen(y_hat, y + by).log()


def of_column(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Let the label choose the row, and the number of the example the column."""
    return -y_hat[y, torch.arange(len(y))].log()


def normalised(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Divide each row by its sum, which is 1, first."""
    return cross_entropy(y_hat / y_hat.sum(1, keepdim=True), y)


def infinity_as_zero(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Put 0 in the place of an infinite loss."""
    losses = cross_entropy(y_hat, y)
    return torch.where(losses.isinf(), 0.0, losses)


def divided_by_classes(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Take the mean over the classes where the sum belongs."""
    return cross_entropy(y_hat, y) / y_hat.shape[1]


def mean_of_table(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Take the mean over examples and classes."""
    return divided_by_classes(y_hat, y).mean()

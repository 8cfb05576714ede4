"""Predictions and labels whose right count differs from that of the commonest mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import torch
from torch.nn.functional import one_hot

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.accuracy.mistakes import mistake
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy

Draw = tuple[torch.Tensor, torch.Tensor]
SIZES = ((7, 4), (5, 5), (12, 3), (40, 6))
"""Sizes (n, q): in the last two, different mistakes seldom have equal counts."""
_TRIES = 50
_GAP = 0.01
_SHARE_RIGHT = 0.6


def _functions(*names: str) -> list[Callable[..., Any]]:
    found = {one.id: one.ways[0].function for one in mistake}
    return [function for name in names if (function := found[name]) is not None]


MATRIX = _functions(
    "ratio", "percent", "wrong_ones", "dim_0", "no_argmax", "greatest_score", "argmin", "whole_matrix",
    "greatest_size", "from_one", "everything",
)  # fmt: skip
"""Mistakes whose count is different in every matrix of scores."""
VECTOR = _functions("ratio", "percent", "wrong_ones", "argmax_of_vector", "everything")
"""Mistakes whose count is different in every vector of classes."""


def _told_apart(y_hat: torch.Tensor, y: torch.Tensor, mistakes: Sequence[Callable[..., Any]]) -> bool:
    """Return whether 1 < count < n, and every mistake that returns a count returns another."""
    count = accuracy(y_hat, y)
    if not 1 < count < len(y):
        return False
    return all(_count(function, y_hat, y) != count for function in mistakes)


def _count(function: Callable[..., Any], y_hat: torch.Tensor, y: torch.Tensor) -> float | None:
    try:
        return float(function(y_hat, y))
    except RuntimeError:
        # Return None, because y does not broadcast, so a submission with this mistake raises.
        return None


def _some_right(tensors: Tensors, classes: torch.Tensor, q: int) -> torch.Tensor:
    """Return labels (n,), of which about two thirds are predicted.

    The first and the last label are predicted, so that each of them counts.
    """
    n = len(classes)
    y = torch.where(tensors.uniform(n) < _SHARE_RIGHT, classes, tensors.integers(0, q, n))
    y[0], y[-1] = classes[0], classes[-1]
    return y


def matrix(tensors: Tensors, n: int, q: int, dtype: torch.dtype = torch.float32, shift: float = 0.0) -> Draw:
    """Return scores (n, q) of N(shift, 1) and labels (n,).

    The draw is repeated, at most 50 times, until the count of every mistake is different. For (5, 5), the hardest size,
    half of the draws succeed, so all 50 fail once in 10^12. Then a mistake might pass, and a right answer still passes.
    """
    y_hat, y = torch.empty(0), torch.empty(0)
    for _ in range(_TRIES):
        y_hat = tensors.normal(n, q, dtype=dtype) + shift  # (n, q)
        # Raise the maximum of each row, so that no rounding makes another class the prediction.
        y_hat += _GAP * one_hot(y_hat.argmax(dim=1), q)
        # Put the maximum of all into the first row, so that its index in the whole matrix is a class too.
        y_hat = y_hat.roll(-(int(y_hat.argmax()) // q), 0)
        y = _some_right(tensors, y_hat.argmax(dim=1), q)  # (n,)
        if _told_apart(y_hat, y, MATRIX):
            break
    return y_hat, y


def vector(tensors: Tensors, n: int, q: int, dtype: torch.dtype) -> Draw:
    """Return predicted classes (n,) of that dtype and labels (n,), drawn as for a matrix."""
    y_hat, y = torch.empty(0), torch.empty(0)
    for _ in range(_TRIES):
        classes = tensors.integers(0, q, n)  # (n,)
        y = _some_right(tensors, classes, q)  # (n,)
        y_hat = classes.to(dtype)
        # Count each index of the largest class, because argmax may return any of them if the class appears several
        # times.
        pointed = [float((y == int(k)).sum()) for k in (classes == classes.max()).nonzero()]
        if _told_apart(y_hat, y, VECTOR) and accuracy(y_hat, y) not in pointed:
            break
    return y_hat, y


def one_row(tensors: Tensors, *, hit: bool) -> Draw:
    """Return scores (1, 5) in [20, 30], so that no truncated score is a label, and a label that is correct or not."""
    while True:
        y_hat = 20 + 10 * tensors.uniform(1, 5)  # (1, 5)
        first, second = y_hat.topk(2, dim=1).values.unbind(1)
        if bool(first - second > _GAP):
            break
    away = 0 if hit else int(tensors.integers(1, 5, 1))
    return y_hat, (y_hat.argmax(dim=1) + away) % 5


def matrices(tensors: Tensors) -> Iterator[Draw]:
    """Yield the draws of the main check: every size, and one shifted by -50."""
    for n, q in SIZES:
        yield matrix(tensors, n, q)
    yield matrix(tensors, 7, 4, shift=-50.0)


def vectors(tensors: Tensors) -> Iterator[Draw]:
    """Yield vectors of classes, int64 and float32, and a long one."""
    for dtype in (torch.int64, torch.float32):
        for _ in range(3):
            yield vector(tensors, 9, 5, dtype)
    yield vector(tensors, 300, 12, torch.int64)


def rows(tensors: Tensors) -> Iterator[Draw]:
    """Yield single rows, correct and wrong."""
    for hit in (True, False, True, True, False, True):
        yield one_row(tensors, hit=hit)


def ask_each(student: Student, draws: Sequence[Draw]) -> Iterator[Any]:
    """Yield each result. If a call raises, try the other order of its arguments once, to name the mistake."""
    answers = student.call_each(*draws)
    for place, (y_hat, y) in enumerate(draws):
        try:
            yield next(answers).value
        except CheckFailedError:
            if student.tried is None or not student.tried.raised:
                raise
            with suppress(CheckFailedError):
                student.accuracy(y, y_hat)
            # Repeat the failed call, because a page shows the last call.
            yield student.accuracy(y_hat, y)
            answers = student.call_each(*draws[place + 1 :])

"""Predictions whose right count is told from that of every known mistake, and the mistakes' own counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.protocol.messages import Opaque

Count = Callable[[torch.Tensor, torch.Tensor], float]
Draw = tuple[torch.Tensor, torch.Tensor]
SIZES = ((7, 4), (5, 5), (12, 3), (40, 6))
"""(n, q): in the last two counts of different mistakes seldom meet."""
_TRIES = 50
_GAP = 0.01
_SHARE_RIGHT = 0.6


def right(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Return the number of right predictions; y_hat is scores (n, q) or classes (n,)."""
    classes = y_hat.argmax(dim=1) if y_hat.ndim == 2 else y_hat
    return float((classes == y).sum())


def ratio(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Return the share of right predictions."""
    return right(y_hat, y) / len(y)


def percent(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Return the share of right predictions in per cent."""
    return 100 * ratio(y_hat, y)


def wrong_ones(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count the wrong predictions."""
    return len(y) - right(y_hat, y)


def dim_0(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with the greatest score of each column; raises RuntimeError where y does not broadcast to it."""
    return float((y_hat.argmax(dim=0) == y).sum())


def no_argmax(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count truncated scores that equal a label; raises RuntimeError where y does not broadcast to them."""
    return float((y_hat.type(y.dtype) == y).sum())


def greatest_score(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count rows whose greatest score, truncated, is the label."""
    return float((y_hat.max(dim=1).values.type(y.dtype) == y).sum())


def argmin(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with the smallest score of each row."""
    return float((y_hat.argmin(dim=1) == y).sum())


def greatest_size(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with the score of greatest absolute value of each row."""
    return float((y_hat.abs().argmax(dim=1) == y).sum())


def flat_argmax(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count labels that equal the index of the greatest of all entries."""
    return float((y_hat.argmax() == y).sum())


def from_one(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    """Count with classes that are numbered from 1."""
    return float((y_hat.argmax(dim=1) + 1 == y).sum())


def everything(_: torch.Tensor, y: torch.Tensor) -> float:
    """Count the examples."""
    return float(len(y))


MATRIX: Mapping[str, Count] = {
    "ratio": ratio, "percent": percent, "wrong_ones": wrong_ones, "dim_0": dim_0, "no_argmax": no_argmax,
    "greatest_score": greatest_score, "argmin": argmin, "flat_argmax": flat_argmax, "greatest_size": greatest_size,
    "from_one": from_one, "everything": everything,
}  # fmt: skip
"""Mistakes with a matrix of scores."""
VECTOR: Mapping[str, Count] = {
    "ratio": ratio, "percent": percent, "wrong_ones": wrong_ones, "flat_argmax": flat_argmax, "everything": everything,
}  # fmt: skip
"""Mistakes with a vector of classes."""


def number(value: Any) -> float | None:
    """Return the number that a result is: float, int, numpy scalar or tensor of one element, but no truth value."""
    if isinstance(value, Opaque):
        value = value.number
    if isinstance(value, torch.Tensor):
        value = value.item() if value.numel() == 1 and not value.is_complex() else None
    return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else None


def _told_apart(y_hat: torch.Tensor, y: torch.Tensor, mistakes: Iterable[Count]) -> bool:
    """Whether 1 < count < n, the greatest score is clear, and every mistake that gives a count gives another."""
    count = right(y_hat, y)
    if not 1 < count < len(y):
        return False
    if y_hat.ndim == 2:
        first, second = y_hat.topk(2, dim=1).values.unbind(1)
        if not bool((first - second > _GAP).all()):
            return False
    return all(_count(mistake, y_hat, y) != count for mistake in mistakes)


def _count(mistake: Count, y_hat: torch.Tensor, y: torch.Tensor) -> float | None:
    try:
        return mistake(y_hat, y)
    except RuntimeError:
        # y does not broadcast: a submission with this mistake fails for that.
        return None


def _some_right(tensors: Tensors, classes: torch.Tensor, q: int) -> torch.Tensor:
    """Return labels (n,), about two thirds of them predicted; the first and the last are, lest they are left out."""
    n = len(classes)
    y = torch.where(tensors.uniform(n) < _SHARE_RIGHT, classes, tensors.integers(0, q, n))
    y[0], y[-1] = classes[0], classes[-1]
    return y


def matrix(tensors: Tensors, n: int, q: int, dtype: torch.dtype = torch.float32, shift: float = 0.0) -> Draw:
    """Return scores (n, q) of N(shift, 1) and labels (n,).

    Drawn again, at most 50 times, until every mistake counts otherwise. For (5, 5), the hardest size, half of the
    draws do, so that all 50 fail once in 10^12; then a mistake might pass, and a right answer still does.
    """
    y_hat, y = torch.empty(0), torch.empty(0)
    for _ in range(_TRIES):
        y_hat = tensors.normal(n, q, dtype=dtype) + shift  # (n, q)
        # With the greatest score in the first row, its index in the whole matrix is a class as well.
        y_hat = y_hat.roll(-(int(y_hat.argmax()) // q), 0)
        y = _some_right(tensors, y_hat.argmax(dim=1), q)  # (n,)
        if _told_apart(y_hat, y, MATRIX.values()):
            break
    return y_hat, y


def vector(tensors: Tensors, n: int, q: int, dtype: torch.dtype) -> Draw:
    """Return predicted classes (n,) of that dtype and labels (n,), drawn as for a matrix."""
    y_hat, y = torch.empty(0), torch.empty(0)
    for _ in range(_TRIES):
        classes = tensors.integers(0, q, n)  # (n,)
        y = _some_right(tensors, classes, q)  # (n,)
        y_hat = classes.to(dtype)
        # Where the greatest class comes several times, argmax may point to any of them.
        pointed = [float((y == int(k)).sum()) for k in (classes == classes.max()).nonzero()]
        if _told_apart(y_hat, y, VECTOR.values()) and right(y_hat, y) not in pointed:
            break
    return y_hat, y


def one_row(tensors: Tensors, *, hit: bool) -> Draw:
    """Return scores (1, 5) in [20, 30], where no truncated score is a label, and a label that is right or not."""
    while True:
        y_hat = 20 + 10 * tensors.uniform(1, 5)  # (1, 5)
        first, second = y_hat.topk(2, dim=1).values.unbind(1)
        if bool(first - second > _GAP):
            break
    away = 0 if hit else int(tensors.integers(1, 5, 1))
    return y_hat, (y_hat.argmax(dim=1) + away) % 5


def matrices(tensors: Tensors) -> Iterator[Draw]:
    """Yield the draws of the main check: every size, one shifted by -50."""
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
    """Yield single rows, right and wrong."""
    for hit in (True, False, True, True, False, True):
        yield one_row(tensors, hit=hit)


def ask(student: Student, y_hat: torch.Tensor, y: torch.Tensor) -> Any:
    """Return the result; where the function raises, try the other order of the arguments once, only to name it."""
    try:
        return student.accuracy(y_hat, y)
    except CheckFailedError:
        if student.tried is None or not student.tried.raised:
            raise
    with suppress(CheckFailedError):
        student.accuracy(y, y_hat)
    # What failed is what a page shows, so it comes last.
    return student.accuracy(y_hat, y)

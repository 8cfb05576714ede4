"""Numbers of an item analysis: correlation, discriminative efficiency, fifths of a class, and Cronbach's alpha."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter, mul

LEAST = 10
"""Fewest submissions for which such a number is worth reading."""
_FIFTHS = 5


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return Pearson's correlation, which is the point-biserial one if ``xs`` are 0 and 1; None if all are equal."""
    if len(xs) < 2 or _are_equal(xs) or _are_equal(ys):
        return None
    dx, dy = _centred(xs), _centred(ys)
    found = _dot(dx, dy) / math.sqrt(_dot(dx, dx) * _dot(dy, dy))
    return max(-1.0, min(1.0, found))


def efficiency(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return the covariance as a share of the largest one that the same numbers allow; None if all are equal.

    The covariance is largest if both are in the same order (Moodle, ``discriminativeefficiency`` in
    question/classes/statistics/questions/calculator.php).
    """
    if len(xs) < 2 or _are_equal(xs) or _are_equal(ys):
        return None
    dx, dy = _centred(xs), _centred(ys)
    return _dot(dx, dy) / _dot(sorted(dx), sorted(dy))


def fifths(scores: Sequence[float], rests: Sequence[float]) -> list[float]:
    """Return the mean score in each fifth of a class, the fifth with the smallest ``rests`` first.

    Submissions with equal ``rests`` count in equal parts for all the places that they fill together, so that no order
    of names decides. The list is empty for fewer submissions than fifths, and if all ``rests`` are equal.
    """
    n = len(scores)
    if n < _FIFTHS or _are_equal(rests):
        return []
    size = n / _FIFTHS
    sums = [0.0] * _FIFTHS
    start = 0
    for _, group in groupby(sorted(zip(rests, scores, strict=True)), key=itemgetter(0)):
        tied = [score for _, score in group]
        mean, end = math.fsum(tied) / len(tied), start + len(tied)
        for number in range(_FIFTHS):
            overlap = min(end, (number + 1) * size) - max(start, number * size)
            sums[number] += mean * max(0.0, overlap)
        start = end
    return [total / size for total in sums]


def alpha(columns: Sequence[Sequence[float]]) -> float | None:
    """Return Cronbach's alpha, which is KR-20 if all numbers are 0 and 1.

    Return None for fewer than two columns, and if all totals are equal.

    :param columns: points of each check, of the same submissions in the same order.
    """
    totals = [round(math.fsum(row), 9) for row in zip(*columns, strict=True)]
    if len(columns) < 2 or len(totals) < 2 or _are_equal(totals):
        return None
    parts = math.fsum(_squares(column) for column in columns)
    return len(columns) / (len(columns) - 1) * (1 - parts / _squares(totals))


def _are_equal(numbers: Sequence[float]) -> bool:
    return min(numbers) == max(numbers)


def _centred(numbers: Sequence[float]) -> list[float]:
    mean = math.fsum(numbers) / len(numbers)
    return [number - mean for number in numbers]


def _dot(xs: Sequence[float], ys: Sequence[float]) -> float:
    return math.fsum(map(mul, xs, ys))


def _squares(numbers: Sequence[float]) -> float:
    centred = _centred(numbers)
    return _dot(centred, centred)

"""Numbers of an item analysis: correlation, discriminative efficiency, fifths of a class, and Cronbach's alpha.

Each number is computed from counts of distinct values, and is the same as from one value for each submission.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from torchgrade.reports.tallies import exact_sum

LEAST = 10
"""Fewest submissions for which such a number is worth reading."""
_FIFTHS = 5

Pairs = Mapping[tuple[float, float], int]
"""Number of submissions with each pair of a score and the rest of the points."""
Counts = Mapping[float, int]
"""Number of submissions with each number."""


def correlation(pairs: Pairs) -> float | None:
    """Return Pearson's correlation, which is the point-biserial one if scores are 0 and 1; None if all are equal."""
    if _is_flat(pairs):
        return None
    centred = _centred(pairs)
    found = _products(centred) / math.sqrt(
        exact_sum((x * x, times) for x, _, times in centred) * exact_sum((y * y, times) for _, y, times in centred)
    )
    return max(-1.0, min(1.0, found))


def efficiency(pairs: Pairs) -> float | None:
    """Return the covariance as a share of the largest one that the same numbers allow; None if all are equal.

    The covariance is largest if both are in the same order (Moodle, ``discriminativeefficiency`` in
    question/classes/statistics/questions/calculator.php).
    """
    if _is_flat(pairs):
        return None
    centred = _centred(pairs)
    return _products(centred) / _products(list(_in_order(centred)))


def fifths(pairs: Pairs) -> list[float]:
    """Return the mean score in each fifth of a class, the fifth with the smallest rests first.

    Submissions with equal rests count in equal parts for all the places that they fill together, so that no order
    of names decides. The list is empty for fewer submissions than fifths, and if all rests are equal.
    """
    n = sum(pairs.values())
    if n < _FIFTHS or _are_equal(_counted(pairs, 1)):
        return []
    size = n / _FIFTHS
    sums = [0.0] * _FIFTHS
    start = 0
    for _, group in groupby(sorted((rest, score, times) for (score, rest), times in pairs.items()), key=itemgetter(0)):
        tied = [(score, times) for _, score, times in group]
        number_tied = sum(times for _, times in tied)
        mean, end = exact_sum(tied) / number_tied, start + number_tied
        for number in range(_FIFTHS):
            overlap = min(end, (number + 1) * size) - max(start, number * size)
            sums[number] += mean * max(0.0, overlap)
        start = end
    return [total / size for total in sums]


def alpha(columns: Sequence[Counts], totals: Counts) -> float | None:
    """Return Cronbach's alpha, which is KR-20 if all numbers are 0 and 1.

    Return None for fewer than two columns, and if all totals are equal.

    :param columns: points of each check, of the same submissions.
    :param totals: sums of these points.
    """
    if len(columns) < 2 or sum(totals.values()) < 2 or _are_equal(totals):
        return None
    parts = math.fsum(_squares(column) for column in columns)
    return len(columns) / (len(columns) - 1) * (1 - parts / _squares(totals))


def _counted(pairs: Pairs, place: int) -> Counter[float]:
    """Return the counts of the scores (0) or of the rests (1)."""
    counts: Counter[float] = Counter()
    for pair, times in pairs.items():
        counts[pair[place]] += times
    return counts


def _are_equal(numbers: Counts) -> bool:
    return len(numbers) == 1


def _is_flat(pairs: Pairs) -> bool:
    return sum(pairs.values()) < 2 or any(_are_equal(_counted(pairs, place)) for place in (0, 1))


def _mean(counts: Counts) -> float:
    return exact_sum(counts.items()) / sum(counts.values())


def _centred(pairs: Pairs) -> list[tuple[float, float, int]]:
    """Return the differences to the two means, with their counts."""
    x_mean, y_mean = (_mean(_counted(pairs, place)) for place in (0, 1))
    return [(x - x_mean, y - y_mean, times) for (x, y), times in pairs.items()]


def _products(terms: Sequence[tuple[float, float, int]]) -> float:
    return exact_sum((x * y, times) for x, y, times in terms)


def _in_order(terms: Sequence[tuple[float, float, int]]) -> Iterator[tuple[float, float, int]]:
    """Yield the same numbers in pairs of which both are in the same order, with their counts."""
    xs = sorted((x, times) for x, _, times in terms)
    ys = sorted((y, times) for _, y, times in terms)
    x_at = y_at = x_used = y_used = 0
    while x_at < len(xs):
        (x, x_times), (y, y_times) = xs[x_at], ys[y_at]
        times = min(x_times - x_used, y_times - y_used)
        yield x, y, times
        x_used, y_used = x_used + times, y_used + times
        if x_used == x_times:
            x_at, x_used = x_at + 1, 0
        if y_used == y_times:
            y_at, y_used = y_at + 1, 0


def _squares(counts: Counts) -> float:
    mean = _mean(counts)
    centred = ((number - mean, times) for number, times in counts.items())
    return exact_sum((number * number, times) for number, times in centred)

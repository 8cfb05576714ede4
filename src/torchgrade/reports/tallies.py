"""Numbers of a class as counts of distinct values, so that memory does not grow with the class.

Points of a course have few distinct values. If they have very many, the values are rounded.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import chain, repeat, starmap
from typing import Generic, TypeVar

LARGE_CLASS = 2000
"""Most students of a class whose page has a table of all students, and lists that may name all of them."""
MOST_DISTINCT = 20_000
"""Most distinct values that are counted without rounding."""
_DIGITS = 3
"""Digits after the point that the first rounding leaves."""

Value = TypeVar("Value", bound=Hashable)
Example = TypeVar("Example")


class Examples(Generic[Example]):
    """First values of a list of any length, and the length."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.kept: list[Example] = []
        self.total = 0

    def add(self, value: Example) -> None:
        """Count a value, and keep it if it is one of the first."""
        self.total += 1
        if len(self.kept) < self._most:
            self.kept.append(value)


class Tally:
    """Multiset of numbers; iteration yields every number, the smallest first."""

    def __init__(self) -> None:
        self.counts: Counter[float] = Counter()
        self._digits: int | None = None

    @classmethod
    def of(cls, counts: Mapping[float, int]) -> Tally:
        """Return the tally of these counts; numbers that count as 0 are left out."""
        made = cls()
        for number, times in counts.items():
            if times:
                made.add(number, times)
        return made

    def add(self, number: float, times: int = 1) -> None:
        """Count a number."""
        self.counts[number if self._digits is None else round(number, self._digits)] += times
        if len(self.counts) > MOST_DISTINCT:
            self._digits = fewer(self._digits)
            self.counts = recounted(self.counts, lambda one: round(one, self._digits))

    def __iter__(self) -> Iterator[float]:
        return expanded((number, self.counts[number]) for number in sorted(self.counts))

    def __len__(self) -> int:
        return self.counts.total()


def fewer(digits: int | None) -> int:
    """Return the number of digits after the point of the next, coarser rounding."""
    return _DIGITS if digits is None else digits - 1


def recounted(counts: Mapping[Value, int], change: Callable[[Value], Value]) -> Counter[Value]:
    """Return counts of changed values."""
    made: Counter[Value] = Counter()
    for value, times in counts.items():
        made[change(value)] += times
    return made


def expanded(terms: Iterable[tuple[float, int]]) -> Iterator[float]:
    """Yield each number as many times as its count says."""
    return chain.from_iterable(starmap(repeat, terms))


def exact_sum(terms: Iterable[tuple[float, int]]) -> float:
    """Return the sum of counted numbers, rounded once, so that neither order nor grouping changes it."""
    return math.fsum(expanded(terms))

"""Axes of a drawing: which numbers are written beside them, and where a value lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_TICKS = 7
# Round numbers of a decade, from close to sparse.
_MANTISSAS = ((1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0), (1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
_MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of the drawing along which numbers lie."""

    low: float
    """The number at its start; of a logarithmic axis, the logarithm of it."""
    high: float
    """The number at its end, likewise; greater."""
    start: float
    """Its start, in the units of the drawing."""
    end: float
    """Its end; less than the start for an axis that runs upwards."""
    ticks: tuple[float, ...]
    """The numbers that are written beside it, ascending."""
    logarithmic: bool = False
    """Whether equal lengths are equal ratios."""

    def place(self, value: float) -> float:
        """Return where a value between the ends lies."""
        number = math.log10(value) if self.logarithmic else value
        # Halved first: the difference of two finite numbers need not be finite.
        share = (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return round(self.start + (self.end - self.start) * share, 1)


def linear(values: Sequence[float], start: float, end: float) -> Axis:
    """Return an axis from the first to the last of three to seven round numbers that enclose the values."""
    low, high = min(values), max(values)
    if math.isclose(low, high, rel_tol=1e-6, abs_tol=1e-30):
        margin = abs(low) / 2 or 0.5
        low, high = low - margin, high + margin
    rough = high / 5 - low / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1.0, 2.0, 5.0, 10.0, 20.0) if f * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(number * step for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], start, end, ticks)


def spreads(values: Sequence[float]) -> bool:
    """Say whether the values suit a logarithmic axis: all positive, the greatest at least three times the least."""
    return min(values) > 0 and max(values) / 3 >= min(values)


def logarithmic(values: Sequence[float], start: float, end: float) -> Axis:
    """Return an axis a little longer than the values, with two to seven round numbers on it.

    :param values: such as :func:`spreads` approves of.
    """
    low, high = math.log10(min(values)), math.log10(max(values))
    margin = (high - low) * _MARGIN
    low, high = low - margin, high + margin
    ticks = next((t for t in (_of_decades(m, low, high) for m in _MANTISSAS) if len(t) <= _MOST_TICKS), None)
    if ticks is None:
        decades = _of_decades((1.0,), low, high)
        ticks = decades[:: math.ceil(len(decades) / _MOST_TICKS)]
    return Axis(low, high, start, end, ticks, logarithmic=True)


def _of_decades(mantissas: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Return these round numbers of every decade between two logarithms."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    # As text first, so that 0.7 is 0.7 and not 7 * 0.1.
    numbers = [float(f"{mantissa}e{power}") for power in powers for mantissa in mantissas]
    return tuple(number for number in numbers if number > 0 and low <= math.log10(number) <= high)

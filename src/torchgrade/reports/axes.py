"""Axes of a drawing: the numbers beside them, and the place of a value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_TICKS = 7
# Round numbers of a decade, from dense to sparse.
_MANTISSAS = ((1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0), (1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
_MARGIN = 0.03
_LARGEST = 1e300


@dataclass(frozen=True, slots=True)
class Axis:
    """Axis of a drawing."""

    low: float
    """Number at the start of the axis; its logarithm on a logarithmic axis."""
    high: float
    """Number at the end of the axis, or its logarithm; greater than ``low``."""
    start: float
    """Start of the axis, in the units of the drawing."""
    end: float
    """End of the axis; less than the start if the axis runs upwards."""
    ticks: tuple[float, ...]
    """Numbers written beside the axis, ascending."""
    logarithmic: bool = False
    """Whether equal lengths are equal ratios."""

    def place(self, value: float) -> float:
        """Return the place of a value between the ends."""
        number = math.log10(value) if self.logarithmic else value
        # Halve the numbers first, because the difference of two finite numbers may be infinite.
        share = (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return round(self.start + (self.end - self.start) * share, 1)


def drawable(value: float) -> bool:
    """Return whether an axis can contain a number: it is finite, and round numbers around it are finite too."""
    return math.isfinite(value) and abs(value) <= _LARGEST


def linear(values: Sequence[float], start: float, end: float) -> Axis:
    """Return an axis from the first to the last of three to seven round numbers that enclose the values.

    :param values: values for which :func:`drawable` is true.
    """
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
    """Return whether values suit a logarithmic axis: all positive, the largest at least three times the smallest."""
    return min(values) > 0 and max(values) / 3 >= min(values)


def logarithmic(values: Sequence[float], start: float, end: float) -> Axis:
    """Return an axis slightly longer than the values, with two to seven round numbers.

    :param values: values for which :func:`spreads` is true.
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
    # Parse text, because 7 * 0.1 is not exactly 0.7.
    numbers = [float(f"{mantissa}e{power}") for power in powers for mantissa in mantissas]
    return tuple(number for number in numbers if number > 0 and low <= math.log10(number) <= high)

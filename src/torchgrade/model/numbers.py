"""Numbers as text: 4 significant digits (ruling 8), and more if two different numbers would look alike."""

from __future__ import annotations

from collections.abc import Iterable

DIGITS = 4
MOST_DIGITS = 17
"""Significant digits that tell any two float64 numbers apart."""


def shown(value: float) -> str:
    """Return a number as text: an integer in full, a float with 4 significant digits."""
    return _text(value, DIGITS)


def told_apart(numbers: Iterable[float]) -> dict[float, str]:
    """Return the text of each number, such that two different numbers have different texts.

    A float gets only as many digits as this needs. NaN is left out, because it equals no number, not even itself.
    """
    digits = {number: DIGITS for number in numbers if number == number}  # noqa: PLR0124 - NaN
    while True:
        alike: dict[str, list[float]] = {}
        for number, count in digits.items():
            alike.setdefault(_text(number, count), []).append(number)
        close = [n for group in alike.values() if len(group) > 1 for n in group if digits[n] < MOST_DIGITS]
        if not close:
            return {number: _text(number, count) for number, count in digits.items()}
        for number in close:
            digits[number] += 1


def apart(value: float, other: float) -> str:
    """Return a number as text that differs from the text of the other number, if the numbers differ."""
    return told_apart((value, other)).get(value, shown(value))


def _text(value: int | float, digits: int) -> str:
    # -0.0 equals 0.0, so it looks alike; the sum of both is 0.0.
    return f"{value + 0.0:.{digits}g}" if isinstance(value, float) else str(value)

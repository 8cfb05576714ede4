"""Text of a mark as every importer reads it: digits, a point, at most two decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_CENTS = Decimal("0.01")


def mark_text(points: float, max_points: float, out_of: float | None = None, *, whole: bool = False) -> str:
    """Return points as text with two decimals, scaled to the item's maximum, rounded half up.

    :param points: earned points.
    :param max_points: points of the run.
    :param out_of: points of the item in the LMS; None keeps the points of the run.
    :param whole: whether the mark is rounded to a whole number.
    """
    value = exact(points, max_points, out_of)
    return str(value.quantize(Decimal(1) if whole else _CENTS, rounding=ROUND_HALF_UP))


def short(text: str) -> str:
    """Return the text of a mark without zeros at its end: ``38.50`` becomes ``38.5``."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(points: float, max_points: float, out_of: float | None = None) -> Decimal:
    """Return scaled points without rounding; the division has 28 digits."""
    value = Decimal(repr(points))
    if out_of is None or out_of == max_points or not max_points:
        return value
    return value * Decimal(repr(out_of)) / Decimal(repr(max_points))


def is_rounded(points: float, max_points: float, out_of: float | None = None, *, whole: bool = False) -> bool:
    """Return whether the text of a mark differs from the exact value."""
    return Decimal(mark_text(points, max_points, out_of, whole=whole)) != exact(points, max_points, out_of)

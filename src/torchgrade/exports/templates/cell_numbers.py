"""Numbers in the cells of a template, with a decimal point or a decimal comma."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from torchgrade.exports.marks.formula_cells import is_formula

_NUMBER = re.compile(r"-?[0-9.,]+%?")
_POINTS = re.compile(r"-?[0-9]*\.?[0-9]+")


def normal(text: str) -> str:
    """Return a cell as Canvas converts it: in a number, the last separator is the decimal point."""
    text = text.strip()
    if _NUMBER.fullmatch(text) is None:
        return text
    # Ruby drops empty parts at the end, so that 88. is 88.
    *whole, last = re.split(r"[,.]", text.rstrip(",."))
    return f"{''.join(whole)}.{last}" if whole else last


def number_in(text: str) -> Decimal | None:
    """Return the points in a cell; None if it has another text."""
    text = normal(text)
    return Decimal(text) if _POINTS.fullmatch(text) else None


def count_formulas(cells: Iterable[str]) -> int:
    """Return the number of cells that a spreadsheet would compute and that are no numbers."""
    return sum(is_formula(cell) and number_in(cell) is None for cell in cells)

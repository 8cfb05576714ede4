"""Numbers in the cells of a template, with a decimal point or a decimal comma."""

from __future__ import annotations

import re
from decimal import Decimal

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

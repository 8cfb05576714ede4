"""Addresses of cells in a worksheet: ``B12``, ``A1:C3``; rows and columns count from 1."""

from __future__ import annotations

import re

from msgspec import Struct

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MOST_COLUMNS = 16_384


class Area(Struct, frozen=True, kw_only=True):
    """Rectangle of cells."""

    top: int
    """First row."""
    left: int
    """First column."""
    bottom: int
    """Last row."""
    right: int
    """Last column."""

    def contains(self, row: int, column: int) -> bool:
        """Return whether a cell is in the rectangle."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def column_name(column: int) -> str:
    """Return the letters of a column: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position(address: str) -> tuple[int, int]:
    """Return row and column of ``B12``.

    :raises ValueError: the text is no address of a cell.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    if column > _MOST_COLUMNS:
        raise ValueError(address)
    return int(match[2]), column


def area_of(reference: str) -> Area:
    """Return the cells of ``A1:C3``, or the one cell of ``A1``.

    :raises ValueError: the text is no reference.
    """
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = position(first), position(last or first)
    return Area(top=top, left=left, bottom=bottom, right=right)

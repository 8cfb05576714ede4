"""Student numbers, and the ways in which spreadsheets change them.

A spreadsheet that reads ``00712345`` as a number drops the zeros. Beyond 15 digits it changes the number, and it shows
``2.0231E+17``. Such a number is compared with care: it names a row only if no other row is possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from torchgrade.deliveries.rosters.names import plain

KEPT_DIGITS = 15
"""Number of digits that a spreadsheet keeps."""
_LONGEST = 40
_FLOAT = re.compile(r"([0-9]{1,40})[.,]0{1,6}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:([,.'\u2019 \u00a0\u202f])[0-9]{3})(?:\1[0-9]{3}){0,12}")
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]{1,20}))?e\+?([0-9]{1,3})", re.IGNORECASE)


class Rounded(Struct, frozen=True):
    """A number whose first digits are known."""

    first: str
    """The known digits; the last one may be rounded."""
    length: int
    """Number of digits of the whole number."""

    def may_be(self, number: str) -> bool:
        """Return whether a number becomes this one by rounding or cutting."""
        kept = len(self.first)
        if not _is_digits(number):
            return False
        if len(number) == self.length - 1:
            # 999 becomes 1.0E+03 if it is rounded.
            return int(self.first) == 10 ** (kept - 1) and set(number[:kept]) == {"9"}
        if len(number) != self.length:
            return False
        # Allow a few units, because digits beyond 15 are from an inexact binary fraction.
        slack = 2 if kept > KEPT_DIGITS else 0
        return -1 - slack <= int(number[:kept]) - int(self.first) <= slack


def read_number(text: str) -> tuple[str, Rounded | None]:
    """Return the number in a cell and None, or an empty string and the rounded number in the cell."""
    cell = plain(text)
    if match := _FLOAT.fullmatch(cell):
        cell = match[1]
    if match := _SCIENTIFIC.fullmatch(cell):
        first, length = (match[1] + (match[2] or "")), int(match[3]) + 1
        if not len(first) <= length <= _LONGEST:
            return text, None
        if len(first) == length <= KEPT_DIGITS:
            return first, None
        return "", Rounded(first, length)
    if _is_digits(cell) and len(cell) > KEPT_DIGITS and set(cell[KEPT_DIGITS:]) == {"0"}:
        return "", Rounded(cell[:KEPT_DIGITS], len(cell))
    if cell != plain(text):
        return cell, None
    return text, None


def without_marks(number: str) -> str:
    """Return a number without thousands marks and leading zeros, as a spreadsheet may have changed it."""
    text = plain(number)
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[^0-9]", "", text)
    return text.lstrip("0") or text if _is_digits(text) else text


def agree(number: str, rounded: Rounded | None, other: str) -> bool:
    """Return whether a row's number may be equal to another one, apart from the changes of a spreadsheet."""
    return without_marks(number) == without_marks(other) if rounded is None else rounded.may_be(plain(other))


class ChangedNumbers:
    """Index of the rows whose number may be a given one although the text differs."""

    def __init__(self, rows: Iterable[tuple[int, str, Rounded | None]]) -> None:
        self._stripped: dict[str, set[int]] = {}
        self._rounded: dict[Rounded, set[int]] = {}
        for position, number, rounded in rows:
            if rounded is not None:
                self._rounded.setdefault(rounded, set()).add(position)
            elif _is_digits(key := without_marks(number)):
                self._stripped.setdefault(key, set()).add(position)
        self._kept = {(len(rounded.first), rounded.length) for rounded in self._rounded}

    def find(self, number: str) -> set[int]:
        """Return the rows that a number may belong to."""
        digits = plain(number)
        if not _is_digits(digits) or len(digits) > _LONGEST:
            return set()
        found = set(self._stripped.get(without_marks(digits), ()))
        for rounded in self._near(digits):
            found |= self._rounded.get(rounded, set())
        return found

    def _near(self, digits: str) -> Iterator[Rounded]:
        for kept, length in self._kept:
            firsts = (
                [int(digits[:kept]) + step for step in range(-2, 4)] if length == len(digits) else [10 ** (kept - 1)]
            )
            near = (Rounded(str(first).zfill(kept), length) for first in firsts)
            yield from (rounded for rounded in near if rounded.may_be(digits))


def is_date(number: str) -> bool:
    """Return whether eight or six digits may be a date, because file names contain dates beside student numbers."""
    match = re.fullmatch(r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])", number)
    return match is not None


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()

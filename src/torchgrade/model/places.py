"""Place in a submission as words: ``ada.py, line 3`` or ``cell 4, line 2``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.model.phrases import Phrase, Value, listed, phrase

# A hostile submission may choose the name of its file, and a record cannot contain a number of more than 64 bits.
_STRING = re.compile(r"(?P<around>.*?),? ?string in line (?P<line>\d{1,9})")
_CELL = re.compile(r"(?:(?P<file>.+) )?cell (?P<number>\d{1,9})")


def place(where: str, line: int) -> Phrase:
    """Return the words for a line.

    :param where: name of a file, label of a cell, or both with a blank between them.
    """
    named = part(where)
    return phrase("place.line" if isinstance(named, str) else "place.line_of", where=named, line=line)


def lines(where: str, shown: Sequence[str]) -> Phrase:
    """Return the words for several lines of one file or cell, each shown as ``3`` or ``5-7``."""
    return phrase("place.lines", where=part(where), lines=listed(shown))


def part(where: str) -> Value:
    """Return the words for a cell, or for a string inside it; return the name of a file as it is."""
    string = _STRING.fullmatch(where)
    if string is not None:
        start = int(string["line"])
        around = string["around"]
        return phrase("place.string_in", where=part(around), start=start) if around else _string(start)
    cell = _CELL.fullmatch(where)
    if cell is None:
        return where
    number = int(cell["number"])
    if cell["file"]:
        return phrase("place.cell_of", file=cell["file"], cell=number)
    return phrase("place.cell", cell=number)


def _string(start: int) -> Phrase:
    return phrase("place.string", start=start)

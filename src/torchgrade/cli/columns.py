"""Text in columns of a terminal, where a Chinese character takes two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

_WIDE = "\u2e80-\u303f\u3041-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_OPENING = "（《〈【「『〔“‘"
_CLOSING = "，。、；：？！）》〉】」』〕”’…—"
_UNIT = re.compile(rf"\s+|[{_OPENING}]*(?:[{_WIDE}]|(?:(?![{_OPENING}][{_WIDE}])[^\s{_WIDE}])+)[{_CLOSING}]*|\S")
"""Blanks, or a part of a text that is not broken: a word, or a Chinese character with its punctuation."""


def padded(text: str, width: int) -> str:
    """Return a text with blanks at its end, so that it takes at least ``width`` columns."""
    return text + " " * (width - cell_len(text))


def breaks(text: str, width: int) -> list[int]:
    """Return the positions in a line of text at which the next line begins.

    A line is longer than ``width`` columns only if it is a single word, or by blanks at its end.
    """
    found: list[int] = []
    used = 0
    for unit in _UNIT.finditer(text):
        columns = cell_len(unit[0])
        if used and used + columns > width and not unit[0].isspace():
            found.append(unit.start())
            used = 0
        used += columns
    return found


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text; a line is longer than ``width`` columns only if it is a single word."""
    text = " ".join(text.split())
    places = breaks(text, width)
    return [text[start:end].rstrip() for start, end in zip([0, *places], [*places, None], strict=True)]


def aligned(rows: Sequence[Sequence[str]], widest: int) -> Iterator[str]:
    """Yield rows as lines with aligned cells.

    :param widest: most columns of an aligned cell; a wider cell moves only the following cells of its own line.
    """
    columns = range(len(rows[0]) - 1) if rows else range(0)
    widths = [max((w for row in rows if (w := cell_len(row[column])) <= widest), default=0) for column in columns]
    for row in rows:
        cells = [padded(cell, width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()

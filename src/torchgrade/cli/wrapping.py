"""Lines of a text in a terminal, whose Chinese characters fill two cells and may begin a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_BLANK = r"\t\n\x0b\x0c\r "
_PIECE = re.compile(rf"([{_BLANK}]*)((?:`[^`\n]{{1,40}}`|[^{_BLANK}])+)")
"""Blanks and a word; short code in backticks is part of a word, with its blanks."""
_NEVER_FIRST = frozenset("，。；：、？！）”’》〉」』】〕…—·,.;:?!)]}%_-/`\"'")
"""Characters that stay with the character before them."""
_NEVER_LAST = frozenset("（“‘《〈「『【〔([{_-/`\"'")
"""Characters that stay with the character after them."""
_JOINS = "\u200d"
"""Character that joins two others into one."""


def cells(text: str) -> int:
    """Return the width of a text in a terminal, in which a Chinese character fills two cells."""
    return sum(map(_cells, text))


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of a paragraph; return no line if it has no text.

    A line ends at a blank outside code or beside a Chinese character. Only a single word may be wider than ``width``.
    """
    rows: list[str] = []
    row, used = "", 0
    for blank, chunk in _chunks(text):
        more = len(blank) + cells(chunk)
        if row and used + more > width:
            rows.append(row)
            row, used = chunk, cells(chunk)
        else:
            row, used = row + blank + chunk, used + more
    return [*rows, row] if row else rows


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text that stay on one line, each with the blanks before it."""
    for found in _PIECE.finditer(text):
        blank, word = " " * len(found[1]), found[2]
        start = 0
        for end in range(1, len(word)):
            if _may_break(word[end - 1], word[end]):
                yield blank, word[start:end]
                blank, start = "", end
        yield blank, word[start:]


def _may_break(before: str, after: str) -> bool:
    """Return whether a line may end between two characters of a word."""
    if before in _NEVER_LAST or after in _NEVER_FIRST or before == _JOINS or _cells(after) == 0:
        return False
    if before.isspace() or after.isspace():
        # Such a blank is inside code.
        return False
    return _cells(before) == 2 or _cells(after) == 2


@lru_cache(maxsize=1024)
def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

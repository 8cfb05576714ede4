"""Lines of a text in a terminal, whose Chinese characters fill two cells and may begin a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

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
    plain = re.sub(f"[{_BLANK}]", " ", text).rstrip(" ")
    places = [0, *breaks(plain, width), len(plain)] if plain else []
    return [plain[start:end].rstrip(" ") for start, end in pairwise(places)]


def breaks(text: str, width: int) -> list[int]:
    """Return the positions at which the next lines of a text begin, as :func:`wrap` does.

    A line may be wider than ``width`` by blanks at its end.
    """
    found: list[int] = []
    used = 0
    for blank, start, end in _chunks(text):
        own = cells(text[start:end])
        if used and used + blank + own > width:
            found.append(start)
            used = own
        else:
            used += blank + own
    return found


def _chunks(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the parts of a text that stay on one line: the number of blanks before each, its start and its end."""
    for found in _PIECE.finditer(text):
        blank, start = len(found[1]), found.start(2)
        for place in range(start + 1, found.end()):
            if _may_break(text[place - 1], text[place]):
                yield blank, start, place
                blank, start = 0, place
        yield blank, start, found.end()


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

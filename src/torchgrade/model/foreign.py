"""Marks around English inside a sentence of another language, such as the message of an exception of Python.

A catalogue puts the marks if asked to. A page turns them into ``lang="en"``, because a screen reader chooses its voice
by this attribute. A terminal gets no marks.
"""

from __future__ import annotations

import re

START, END = "\ufdd0", "\ufdd1"
"""Marks. Unicode keeps these characters for use inside a program, so no text needs them."""
MARKS = START + END
_NO_MARKS = dict.fromkeys(map(ord, MARKS))
# Two words, because one word is mostly a name: a type, a function, a file.
_ENGLISH = re.compile(r"[A-Za-z]{2,}\S*\s+\S*?[A-Za-z]{2,}")


class Said(str):
    """Text that a catalogue made, so the English in it has its marks already."""

    __slots__ = ()


def is_english(text: str) -> bool:
    """Return whether a field that no catalogue made contains words, and not only a name."""
    return _ENGLISH.search(text) is not None


def marked(text: str) -> Said:
    """Return a text with marks around it and none inside it."""
    return Said(f"{START}{unmarked(text)}{END}" if text else text)


def unmarked(text: str) -> str:
    """Return a text without marks."""
    return text.translate(_NO_MARKS)

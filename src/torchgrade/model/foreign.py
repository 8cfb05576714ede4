"""Marks around English inside a sentence of another language, such as the message of an exception of Python.

A catalogue puts the marks if asked to. A page turns them into ``lang="en"``, because a screen reader chooses its voice
by this attribute. A terminal gets no marks.
"""

from __future__ import annotations

import re
from itertools import pairwise

START, END = "\ufdd0", "\ufdd1"
"""Marks. Unicode keeps these characters for use inside a program, so no text needs them."""
MARKS = START + END
_NO_MARKS = dict.fromkeys(map(ord, MARKS))
_LETTERS = re.compile(r"[A-Za-z]{2}")
_MESSAGES = frozenset({"detail", "error", "failure", "message", "reason"})
"""Fields that contain a message of Python, of the system or of a plugin."""
_NO_IDEOGRAPHS = re.compile(r"[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")


class Said(str):
    """Text that a catalogue made, so the English in it has its marks already."""

    __slots__ = ()


def marked(text: str) -> Said:
    """Return a text with marks around it and none inside it."""
    return Said(f"{START}{unmarked(text)}{END}" if text else text)


def marked_field(name: str, text: str) -> str:
    """Return the text of a field with marks around its English.

    A submission may write a message or the name of a file in two languages, so the parts between ideographs count. One
    word is mostly a name, except in a field for a message.

    :param name: name of the field.
    """
    are_words = _has_word if name in _MESSAGES else _has_words
    return _NO_IDEOGRAPHS.sub(lambda part: marked(part[0]) if are_words(part[0]) else part[0], unmarked(text))


def _has_word(text: str) -> bool:
    return _LETTERS.search(text) is not None


def _has_words(text: str) -> bool:
    return any(_has_word(first) and _has_word(second) for first, second in pairwise(text.split()))


def unmarked(text: str) -> str:
    """Return a text without marks."""
    return text.translate(_NO_MARKS)

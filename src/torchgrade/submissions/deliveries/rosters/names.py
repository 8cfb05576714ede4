"""Names and keys of people in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

MOST_WORDS = 12
"""Words of one name or file name that are compared."""
_LONGEST = 6
"""Words that make one full name."""
_SIGNS = 60
_WORD = re.compile(r"[^\W\d_]+")
_ROTATED = 6
"""A longer name is compared in its own order alone."""


def plain(text: str) -> str:
    """Return a text in the form in which two keys are compared: NFKC, small letters, no outer spaces."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def spellings(name: str) -> frozenset[str]:
    """Return the spellings of a full name that count as equal: without signs and spaces, from any word onwards.

    Canvas writes ``zhangsan`` for ``Zhang, San``; lists say ``San Zhang`` too, or ``García López, María José``.
    """
    words = re.findall(r"\w+", plain(name).replace("_", " "))
    turns = range(len(words) if len(words) <= _ROTATED else min(len(words), 1))
    return frozenset("".join(words[turn:] + words[:turn]) for turn in turns) - {""}


def words_in(text: str) -> list[str]:
    """Return the words of a file's name, without its digits: ``20250002AdaNgo_hw3`` gives ``adango`` and ``hw``."""
    return [word[:_SIGNS] for word in _WORD.findall(plain(text))[:MOST_WORDS]]


class Spoken(Struct, frozen=True):
    """The words of a submission's name, in which a full name may be."""

    words: tuple[str, ...] = ()
    """In their order."""
    rare: frozenset[str] = frozenset()
    """Those that few submissions have: a word of the whole class, such as ``lab``, is no name."""

    def windows(self) -> Iterator[str]:
        """Yield all runs of neighbouring words as one word, the longest first, and parts of Chinese text."""
        for length in range(min(len(self.words), _LONGEST), 0, -1):
            for start in range(len(self.words) - length + 1):
                if length > 1 or self.words[start] in self.rare:
                    yield "".join(self.words[start : start + length])
        for word in self.words:
            if word in self.rare and "\u3400" <= word[0] <= "\u9fff":
                for length in range(min(len(word) - 1, _LONGEST), 1, -1):
                    yield from (word[start : start + length] for start in range(len(word) - length + 1))


def may_be_one(name: str, other: str) -> bool:
    """Say whether two names of one number may belong to one person.

    One may be empty or a part of the other. Names in different scripts, such as 张三 and Zhang San, contradict nothing.
    """
    one, two = set(words_in(name)), set(words_in(other))
    if not one or not two or spellings(name) & spellings(other):
        return True
    if _is_latin(name) != _is_latin(other):
        return True
    return one <= two or two <= one


def _is_latin(name: str) -> bool:
    return any("LATIN" in unicodedata.name(sign, "") for sign in name)

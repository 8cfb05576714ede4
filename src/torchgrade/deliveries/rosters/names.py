"""Names and keys of people in the form for comparison."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

MOST_WORDS = 12
"""Maximum number of compared words of one name or file name."""
_LONGEST = 6
"""Maximum number of words in one full name."""
_SIGNS = 60
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_DIGIT = re.compile("[0-9]")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_SHORTEST_NUMBER = 4
_ROTATED = 6
"""Maximum number of words of a name that is compared in other orders than its own."""


def plain(text: str) -> str:
    """Return a text in the form for comparing keys: NFKC, lower case, no outer spaces."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


@functools.lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text in lower case without accents; keep Chinese, Japanese and Korean unchanged."""
    parts = unicodedata.normalize("NFD", plain(text).translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f"))


@functools.lru_cache(maxsize=4096)
def spellings(name: str) -> frozenset[str]:
    """Return the equivalent spellings of a full name: without punctuation and spaces, beginning at any word.

    Canvas writes ``zhangsan`` for ``Zhang, San``. Lists also contain ``San Zhang``, or ``García López, María José``.
    Systems without accents write ``Muller`` or ``Mueller`` for ``Müller``.
    """
    found = set()
    for text in {fold(name), fold(plain(name).translate(_UMLAUTS))}:
        words = re.findall(r"\w+", text.replace("_", " "))
        turns = range(len(words) if len(words) <= _ROTATED else min(len(words), 1))
        found |= {"".join(words[turn:] + words[:turn]) for turn in turns}
    return frozenset(found - {""})


def words_in(text: str) -> list[str]:
    """Return the words of a file's name without digits and accents: ``2025AdaNgo_hw3`` gives ``adango`` and ``hw``."""
    return [word[:_SIGNS] for word in _WORD.findall(fold(text))[:MOST_WORDS]]


class Spoken(Struct, frozen=True):
    """Words of a submission's name, which may contain a full name."""

    words: tuple[str, ...] = ()
    """Words in their order."""
    rare: frozenset[str] = frozenset()
    """Words in few submissions, because a word of the whole class, such as ``lab``, is not a name."""
    accounts: frozenset[str] = frozenset()
    """Runs of letters and digits, each of which may be an account."""
    numbers: frozenset[str] = frozenset()
    """Runs with digits, each of which may be a student's number; empty if the delivery identifies the student."""

    def windows(self) -> Iterator[str]:
        """Yield all runs of adjacent words as one word, the longest first, and parts of Chinese text."""
        for length in range(min(len(self.words), _LONGEST), 0, -1):
            for start in range(len(self.words) - length + 1):
                if length > 1 or self.words[start] in self.rare:
                    yield "".join(self.words[start : start + length])
        for word in self.words:
            if word in self.rare and "\u3400" <= word[0] <= "\u9fff":
                for length in range(min(len(word) - 1, _LONGEST), 1, -1):
                    yield from (word[start : start + length] for start in range(len(word) - length + 1))


def accounts_in(text: str) -> frozenset[str]:
    """Return the runs of letters and digits in a file's name that may be an account.

    Such a run begins with a letter.
    """
    return frozenset(word for word in _RUN.findall(plain(text))[:MOST_WORDS] if len(word) > 2 and word[0].isalpha())


def numbers_in(text: str) -> frozenset[str]:
    """Return the runs of letters and digits in a file's name that may be a number.

    Such a run has four characters or more, and is not a year.
    """
    words = _RUN.findall(plain(text))[:MOST_WORDS]
    return frozenset(
        word for word in words if len(word) >= _SHORTEST_NUMBER and _DIGIT.search(word) and not _YEAR.fullmatch(word)
    )


def may_be_one(name: str, other: str) -> bool:
    """Return whether two names of one number may belong to one person.

    One name may be empty or a part of the other, with initials for words. Names in different scripts, such as 张三 and
    Zhang San, never contradict each other.
    """
    one, two = words_in(name), words_in(other)
    if spellings(name) & spellings(other) or _is_latin(name) != _is_latin(other):
        return True
    return _is_part(one, two) or _is_part(two, one)


def _is_part(words: Sequence[str], others: Sequence[str]) -> bool:
    return all(any(word == other or (len(word) == 1 and other.startswith(word)) for other in others) for word in words)


def _is_latin(name: str) -> bool:
    return any("LATIN" in unicodedata.name(sign, "") for sign in name)

"""File names of student pages: readable, safe on every file system, one for each id (ruling 34)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Callable, Container, Iterable
from itertools import chain, repeat
from typing import Protocol
from urllib.parse import quote

_CJK = (
    "\u3005-\u3007"  # iteration marks and similar signs among ideographs
    "\u3041-\u3096\u30a1-\u30fa\u30fc"  # hiragana and katakana
    "\u3400-\u4dbf\u4e00-\u9fff"  # ideographs
    "\uac00-\ud7a3"  # hangul
    "\U00020000-\U0003ffff"  # ideographs of the later planes
)
_KEPT = re.compile(f"[A-Za-z0-9_{_CJK}-]+")
_DROPPED = re.compile(f"[^A-Za-z0-9_{_CJK}]+")
# Windows treats these names as devices, whatever their suffix is.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
# File systems allow 255 bytes, including suffix and temporary prefix; 60 ideographs are 180 bytes.
_LONGEST_BYTES = 180
_LONGEST_SLUG = 60
_BUCKETS = 1 << 18
"""Bytes of a table with a bit for each name, large enough that few of 100,000 different names share a bit."""
_FILE = re.compile(r"(?P<name>[^.]+)\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.html")


class Names(Protocol):
    """Names of the pages of submissions."""

    def get(self, submission: str, default: str, /) -> str:
        """Return the name of a submission's page, without its suffix; the default if it has no page."""


class PageNames:
    """Names of the pages of a class of any size: only the names that differ from :func:`page_name` are kept.

    Two ids may get the same name on a file system that ignores case. Both then get digits of their digest, and more
    digits until all names differ.
    """

    def __init__(self, submissions: Callable[[], Iterable[str]]) -> None:
        """Find the names that are alike.

        :param submissions: called for each pass over the ids, of which each is given once.
        """
        self._other: dict[str, str] = {}
        # Try up to all digits, because an id may be spelled like the name of another id.
        for digits in chain((8, 16, 32), repeat(64)):
            alike = self._alike(submissions)
            if not alike:
                break
            self._other.update((submission, _slug(submission, digits)) for submission in alike)

    def get(self, submission: str, default: str = "") -> str:  # noqa: ARG002 - every submission has a page
        """Return the name of a submission's page, without its suffix."""
        return self._other.get(submission) or page_name(submission)

    def _alike(self, submissions: Callable[[], Iterable[str]]) -> list[str]:
        """Return the ids whose name another id has too."""
        once, often = bytearray(_BUCKETS), bytearray(_BUCKETS)
        for submission in submissions():
            place, bit = _bucket(self.get(submission).casefold())
            if once[place] & bit:
                often[place] |= bit
            once[place] |= bit
        names: dict[str, list[str]] = {}
        for submission in submissions():
            name = self.get(submission).casefold()
            place, bit = _bucket(name)
            if often[place] & bit:
                names.setdefault(name, []).append(submission)
        return [submission for alike in names.values() if len(alike) > 1 for submission in alike]


def page_names(submissions: Iterable[str]) -> dict[str, str]:
    """Return the name of each submission's page, without its suffix, as :class:`PageNames` finds them."""
    ids = list(dict.fromkeys(submissions))
    names = PageNames(lambda: ids)
    return {submission: names.get(submission) for submission in ids}


def _bucket(name: str) -> tuple[int, int]:
    """Return the byte and the bit of a name in a table of all names."""
    number = zlib.crc32(name.encode("utf-8", "surrogatepass"))
    return number >> 3 & _BUCKETS - 1, 1 << (number & 7)


def page_name(submission: str) -> str:
    """Return the id itself if it is a safe file name, otherwise a slug with 8 digits of its digest."""
    if (
        _KEPT.fullmatch(submission)
        and not _RESERVED.fullmatch(submission)
        and unicodedata.is_normalized("NFC", submission)
        and len(submission.encode()) <= _LONGEST_BYTES
    ):
        return submission
    return _slug(submission, 8)


def in_language(name: str, suffix: str) -> str:
    """Return the name of a page in a language; unique, because no name of :func:`page_names` contains a dot.

    :param suffix: code of the language; empty for the main language.
    """
    return f"{name}.{suffix}" if suffix else name


def page_href(name: str, folder: str = "students/") -> str:
    """Return the address of a page by its name."""
    return f"{folder}{quote(name)}.html"


def language_in(file: str, names: Container[str]) -> str:
    """Return the language in the name of a file; empty if it is not one of these pages in a further language."""
    name, language = name_and_language(file)
    return language if name in names else ""


def name_and_language(file: str) -> tuple[str, str]:
    """Return the name of a page and its language; both empty if a file is no page in a further language."""
    found = _FILE.fullmatch(file)
    return ("", "") if found is None else (found["name"], found["language"])


def _slug(submission: str, digits: int) -> str:
    digest = hashlib.sha256(submission.encode("utf-8", "surrogatepass")).hexdigest()
    plain = unicodedata.normalize("NFKD", submission)
    # Drop the marks that decomposition separates from their letters. NFC then composes hangul again.
    plain = unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))
    readable = _DROPPED.sub("-", plain)[:_LONGEST_SLUG].strip("-")
    return f"{readable or 'submission'}-{digest[:digits]}"

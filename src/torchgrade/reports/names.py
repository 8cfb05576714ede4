"""File names of student pages: readable, safe on every file system, one for each id (ruling 34)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import chain, repeat
from urllib.parse import quote

_CJK = (
    "\u3005-\u3007"  # the signs that stand among ideographs
    "\u3041-\u3096\u30a1-\u30fa\u30fc"  # hiragana and katakana
    "\u3400-\u4dbf\u4e00-\u9fff"  # ideographs
    "\uac00-\ud7a3"  # hangul
    "\U00020000-\U0003ffff"  # ideographs of the later planes
)
_KEPT = re.compile(f"[A-Za-z0-9_{_CJK}-]+")
_DROPPED = re.compile(f"[^A-Za-z0-9_{_CJK}]+")
# Windows takes these for devices, whatever their suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
# With suffix and temporary prefix, file systems allow 255 bytes; 60 ideographs are 180.
_LONGEST_BYTES = 180
_LONGEST_SLUG = 60


def page_names(submissions: Iterable[str]) -> dict[str, str]:
    """Return the name of each submission's page, without its suffix.

    Two ids that a file system without upper and lower case would give one file both get digits of
    their digest, and more of them until no two names are the same.
    """
    ids = list(dict.fromkeys(submissions))
    names = {submission: page_name(submission) for submission in ids}
    # An id may be spelled like the name that another one gets; all digits are tried until each such id has its own.
    for digits in chain((8, 16, 32), repeat(64)):
        times = Counter(name.casefold() for name in names.values())
        alike = [submission for submission in ids if times[names[submission].casefold()] > 1]
        if not alike:
            break
        names.update((submission, _slug(submission, digits)) for submission in alike)
    return names


def page_name(submission: str) -> str:
    """Return the id itself where it is a safe file name, else a slug with 8 digits of its digest."""
    if (
        _KEPT.fullmatch(submission)
        and not _RESERVED.fullmatch(submission)
        and unicodedata.is_normalized("NFC", submission)
        and len(submission.encode()) <= _LONGEST_BYTES
    ):
        return submission
    return _slug(submission, 8)


def page_href(name: str) -> str:
    """Return the address of a student page, seen from the class page."""
    return f"students/{quote(name)}.html"


def _slug(submission: str, digits: int) -> str:
    digest = hashlib.sha256(submission.encode("utf-8", "surrogatepass")).hexdigest()
    plain = unicodedata.normalize("NFKD", submission)
    # Marks that a letter lost to its decomposition; hangul is put together again.
    plain = unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))
    readable = _DROPPED.sub("-", plain)[:_LONGEST_SLUG].strip("-")
    return f"{readable or 'submission'}-{digest[:digits]}"

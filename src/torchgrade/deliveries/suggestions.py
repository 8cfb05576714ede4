"""Suggestion of a ``--pattern`` if unknown names look like several attempts of one student.

A person must decide, because ``ada_1.py`` and ``ada_2.py`` may also be two exercises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from torchgrade.deliveries.moments import moment
from torchgrade.deliveries.persons import is_personal, words_in

_DATE = r"20\d\d[-_.]?\d\d[-_.]?\d\d(?:[-_T ]*\d\d[-_.]?\d\d(?:[-_.]?\d\d)?)?"
_NUMBER = r"\d{1,6}"
_FORMS = tuple(
    r"(?:[^/]+/)*?(?P<student_id>[^/]+?)[-_ ]+(?:v|attempt|version)?[-_ ]*"
    rf"(?P<timestamp>{time})(?:[-_ /]+(?P<file>.+)|\.\w+(?:/|$))"
    for time in (_DATE, _NUMBER)
)


class Suggestion(Struct, frozen=True, kw_only=True):
    """A pattern that fits, and its effect."""

    pattern: str
    """Pattern in the form for ``--pattern``."""
    names: tuple[str, ...]
    """Names that would be attempts of one student."""


def suggest(names: Sequence[str]) -> Suggestion | None:
    """Return a pattern that reads most names as attempts, with several for some student; otherwise return None.

    :param names: files with code, and folders or zips with a slash at the end.
    """
    for form in _FORMS:
        expression = re.compile(form)
        attempts: dict[str, dict[str, str]] = {}
        count = 0
        for name in names:
            # Use any file name for a folder, because the names inside it do not matter.
            match = expression.match(f"{name}x" if name.endswith("/") else name)
            if match is None or not is_personal(words_in(match["student_id"])) or not moment(match["timestamp"]):
                continue
            count += 1
            attempts.setdefault(match["student_id"], {})[match["timestamp"]] = name
        several = next((list(found.values()) for found in attempts.values() if len(found) > 1), None)
        if several is not None and 2 * count > len(names):
            return Suggestion(pattern=form, names=tuple(several))
    return None

"""Offers a ``--pattern`` where names that no layout knows look like several attempts of one student.

It is an offer only: ``ada_1.py`` and ``ada_2.py`` may as well be two exercises.
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
    """A pattern that fits, and what it would do."""

    pattern: str
    """As ``--pattern`` takes it."""
    names: tuple[str, ...]
    """Names that would be attempts of one student."""


def suggest(names: Sequence[str]) -> Suggestion | None:
    """Return a pattern that reads most names as attempts, of which some student has several; None where none does.

    :param names: files with code, and folders or zips with a slash behind them.
    """
    for form in _FORMS:
        expression = re.compile(form)
        attempts: dict[str, dict[str, str]] = {}
        count = 0
        for name in names:
            # What is in a folder is no matter: any file stands for it.
            match = expression.match(f"{name}x" if name.endswith("/") else name)
            if match is None or not is_personal(words_in(match["student_id"])) or not moment(match["timestamp"]):
                continue
            count += 1
            attempts.setdefault(match["student_id"], {})[match["timestamp"]] = name
        several = next((list(found.values()) for found in attempts.values() if len(found) > 1), None)
        if several is not None and 2 * count > len(names):
            return Suggestion(pattern=form, names=tuple(several))
    return None

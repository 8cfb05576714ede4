"""A+: ``users_<number>/submission_<number>/``, the form in which its server stores the files of an exercise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Text, is_most
from torchgrade.model.people import Person

_USERS = re.compile(r"users_(?P<users>[0-9]{1,12}(?:-[0-9]{1,12}){0,19})")
_SUBMISSION = re.compile(r"submission_(?P<number>[0-9]{1,12})")


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most entries are users with numbered submissions in them."""
    return is_most(sum(bool(_USERS.fullmatch(entry.name) and _numbers(entry)) for entry in entries), entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; the submission with the largest number is the last one."""
    return [_claim(entry) for entry in entries]


def _numbers(entry: Entry) -> list[str]:
    """Return the submissions of a user in the order of their numbers."""
    matches = [match for one in entry.look() if one.is_folder and (match := _SUBMISSION.fullmatch(one.name))]
    return [match[0] for match in sorted(matches, key=lambda match: int(match["number"]))]


def _claim(entry: Entry) -> Claim | None:
    match = _USERS.fullmatch(entry.name)
    if match is None or not entry.is_folder:
        return None
    people = tuple(Person(lms=user) for user in match["users"].split("-"))
    *before, last = _numbers(entry) or [""]
    return Claim(
        student=entry.name,
        people=people,
        inner=(last,) if last else (),
        superseded=tuple(before),
        before=tuple((name,) for name in before),
    )

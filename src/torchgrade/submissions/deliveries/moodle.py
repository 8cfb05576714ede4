"""Moodle: ``<Full name>_<number>_assignsubmission_file``, as folders or as the beginning of a file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.submissions.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.submissions.found import Person

_NAME = re.compile(
    r"(?P<name>.+)_(?P<number>[0-9]+)_(?P<part>assignsubmission|assignfeedback)_(?P<plugin>[a-z]+)(?:_+(?P<file>.*))?",
    re.DOTALL,
)
_BLIND = frozenset({"participant", "参与者", "參與者"})


def recognises(entries: Sequence[Entry]) -> bool:
    """Say whether most names have the form."""
    return is_most(sum(_NAME.fullmatch(entry.name) is not None for entry in entries), entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; a text typed into Moodle and the teacher's own feedback are no code."""
    return [_claim(entry) for entry in entries]


def _claim(entry: Entry) -> Claim | None:
    match = _NAME.fullmatch(entry.name)
    if match is None:
        return None
    # A blind delivery has one word for everybody, and the number is that of the assignment, not of the account.
    is_blind = match["name"].casefold() in _BLIND
    person = Person(name="" if is_blind else match["name"], lms=match["number"])
    student = f"{match['name']}_{match['number']}"
    if match["part"] == "assignfeedback":
        return Claim(role=Role.REFUSED, student=student, people=(person,), why="deliveries.feedback")
    if match["plugin"] != "file":
        return Claim(role=Role.REFUSED, student=student, people=(person,), why="deliveries.text_entry")
    file = match["file"] or ""
    if not entry.is_folder and not file:
        return None
    return Claim(student=student, people=(person,), file=file)

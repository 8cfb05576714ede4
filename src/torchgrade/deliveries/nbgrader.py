"""nbgrader: ``submitted/<student>/<assignment>/`` in the folder of a course."""

from __future__ import annotations

from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text

SUBMITTED = "submitted"
_OTHERS = frozenset(
    {
        "source",
        "release",
        "autograded",
        "feedback",
        "downloaded",
        "exchange",
        "gradebook.db",
        "nbgrader_config.py",
    }
)


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether ``submitted`` exists, with only other folders and files of nbgrader beside it."""
    names = {entry.name for entry in entries}
    has_students = any(entry.name == SUBMITTED and entry.is_folder for entry in entries)
    return has_students and names <= {SUBMITTED, *_OTHERS}


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read only ``submitted``; without this folder, the entries are the students' folders."""
    if not any(entry.name == SUBMITTED for entry in entries):
        return [Claim(student=entry.name, is_alone=True) if entry.is_folder else None for entry in entries]
    return [_claim(entry) for entry in entries]


def _claim(entry: Entry) -> Claim | None:
    if entry.name == SUBMITTED and entry.is_folder:
        return Claim(role=Role.STUDENTS)
    return Claim(role=Role.PASSED_OVER) if entry.name in _OTHERS else None

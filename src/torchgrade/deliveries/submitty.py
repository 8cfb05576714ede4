"""Submitty: ``<user>/<version>/``, and beside the versions the file with the number of the active version."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most

SETTINGS = "user_assignment_settings.json"
SUBMISSIONS = "submissions"
_OTHERS = frozenset({"checkout", "results", "results_public"})
_WHY = "deliveries.no_active"


class _Settings(msgspec.Struct):
    """Fields that are read from the settings of one student."""

    active_version: int


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most entries are students with settings and versions, or ``submissions`` contains such entries."""
    if (students := _submissions(entries)) is not None:
        return recognises(students)
    return is_most(sum(_is_student(entry) for entry in entries), entries)


def _submissions(entries: Sequence[Entry]) -> tuple[Entry, ...] | None:
    """Return the students in ``submissions``, if only Submitty's own folders are beside it."""
    folders = {entry.name: entry for entry in entries if entry.is_folder}
    if SUBMISSIONS in folders and folders.keys() <= {SUBMISSIONS, *_OTHERS}:
        return folders[SUBMISSIONS].look()
    return None


def _is_student(entry: Entry) -> bool:
    inside = entry.look()
    return any(one.name == SETTINGS and not one.is_folder for one in inside) and any(map(_is_version, inside))


def _is_version(entry: Entry) -> bool:
    return entry.is_folder and entry.name.isascii() and entry.name.isdigit()


def read(entries: Sequence[Entry], text: Text) -> Claimed:
    """Read every student's settings; only the active version counts, and without one the student has no submission."""
    if _submissions(entries) is not None:
        return [_top(entry) for entry in entries]
    return [_claim(entry, text) for entry in entries]


def _top(entry: Entry) -> Claim | None:
    if entry.is_folder:
        return Claim(role=Role.STUDENTS if entry.name == SUBMISSIONS else Role.PASSED_OVER)
    return None


def _claim(entry: Entry, text: Text) -> Claim | None:
    if not entry.is_folder:
        return None
    if not _is_student(entry):
        return Claim(student=entry.name)
    versions = [one.name for one in entry.look() if _is_version(one)]
    try:
        settings = msgspec.json.decode(text(f"{entry.name}/{SETTINGS}") or "", type=_Settings)
    except msgspec.DecodeError:
        return Claim(role=Role.REFUSED, student=entry.name, why=_WHY)
    active = [name for name in versions if name == str(settings.active_version)]
    if not active:
        # Refuse the entry, because Submitty's 0 means that the student withdrew the submission.
        return Claim(role=Role.REFUSED, student=entry.name, why=_WHY)
    others = sorted((name for name in versions if name not in active), key=lambda name: (len(name), name))
    # A later version that is not active is no earlier attempt, because the student went back to the active one.
    before = tuple((name,) for name in others if int(name) < settings.active_version)
    return Claim(student=entry.name, inner=tuple(active), superseded=tuple(others), before=before)

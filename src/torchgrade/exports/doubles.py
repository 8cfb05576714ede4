"""Rows of one student, because an LMS keeps the last of several marks and says nothing (ruling 45)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from torchgrade.exports.planned import PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.showable import show_name

_AGAIN = re.compile(r"(?P<key>.+)~[0-9]+", re.DOTALL)
_MOST_TOLD = 5


class Settled(Struct, frozen=True, kw_only=True):
    """Marks of which each student has at most one, and the rows that are left out for it."""

    marks: tuple[Mark, ...]
    """Marks to export."""
    dropped: tuple[PlannedRow, ...]
    """Rows that lose nothing: the user named them, or another row has the same student and mark."""
    conflicts: tuple[PlannedRow, ...]
    """Rows of a student with several different marks, so that a person must choose."""


def settle(marks: Sequence[Mark], without: Collection[str]) -> Settled:
    """Return the marks without those that the user left out, and without the students with several marks.

    :param without: keys of rows, or ids of submissions.
    """
    named = [mark for mark in marks if {mark.key, mark.shown, mark.submission} & set(without)]
    dropped = [PlannedRow(key=mark.key, left_out=phrase("export.without")) for mark in named]
    left = [mark for mark in marks if mark not in named]
    conflicts: list[PlannedRow] = []
    removed: set[int] = set()
    for group in _groups(left):
        first, *others = group
        if all(mark.points == first.points and mark.max_points == first.max_points for mark in others):
            removed |= {id(mark) for mark in others}
            reason = phrase("export.same_mark", row=first.shown)
            dropped += [PlannedRow(key=mark.key, left_out=reason) for mark in others]
        else:
            removed |= {id(mark) for mark in group}
            rows = listed(_named(mark) for mark in group[:_MOST_TOLD])
            conflicts += [PlannedRow(key=mark.key, left_out=phrase("export.double", rows=rows)) for mark in group]
    kept = tuple(mark for mark in left if id(mark) not in removed)
    return Settled(marks=kept, dropped=tuple(dropped), conflicts=tuple(conflicts))


def _named(mark: Mark) -> str:
    """Return the row, or the submission of a group, because a student may be in two groups."""
    return show_name(mark.submission) if mark.submission else mark.shown


def _groups(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Yield the marks of each student who has several; a row without a mark contradicts none."""
    marked = [mark for mark in marks if mark.points is not None]
    groups: dict[int, list[Mark]] = {}
    by_name: dict[tuple[str, str], int] = {}
    for number, mark in enumerate(marked):
        names = list(_names(mark))
        known = sorted({by_name[name] for name in names if name in by_name})
        group = known[0] if known else number
        merged = [one for other in known for one in groups.pop(other)]
        groups[group] = [*merged, mark]
        for name in (*names, *(name for one in merged for name in _names(one))):
            by_name[name] = group
    yield from (group for group in groups.values() if len(group) > 1)


def _names(mark: Mark) -> Iterator[tuple[str, str]]:
    """Yield what identifies the student of a row; never the name, because of namesakes."""
    yield "key", _plain(match["key"] if (match := _AGAIN.fullmatch(mark.key)) else mark.key)
    for kind in ("number", "login", "email", "lms"):
        if text := _plain(getattr(mark.person, kind)):
            yield kind, text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()

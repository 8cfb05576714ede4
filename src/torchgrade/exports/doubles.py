"""Rows of one student, because an LMS keeps the last of several marks and says nothing (ruling 45)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

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
    refused = frozenset(without)
    left: list[Mark] = []
    dropped: list[PlannedRow] = []
    conflicts: list[PlannedRow] = []
    removed: set[int] = set()
    for mark in marks:
        if refused.isdisjoint((mark.key, mark.shown, mark.submission)):
            left.append(mark)
        else:
            dropped.append(PlannedRow(key=mark.key, left_out=phrase("export.without")))
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
    # A group is a chain of places, because a copy of it for each further member would be slow.
    parents = list(range(len(marked)))
    following: dict[int, int] = {}
    lasts: dict[int, int] = {}
    by_name: dict[tuple[str, str], int] = {}
    for number, mark in enumerate(marked):
        names = list(_names(mark))
        known = sorted({_first(parents, by_name[name]) for name in names if name in by_name})
        for before, after in pairwise((*known, number)):
            following[lasts.pop(before)] = after
            parents[after] = known[0]
        lasts[known[0] if known else number] = number
        by_name.update(dict.fromkeys(names, number))
    for first, last in lasts.items():
        if first != last:
            yield [marked[place] for place in _chain(first, following)]


def _first(parents: list[int], place: int) -> int:
    """Return the first place of a group, and shorten the way to it.

    :param parents: an earlier place of the same group for each place; the first one has itself.
    """
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def _chain(place: int, following: Mapping[int, int]) -> Iterator[int]:
    """Yield a place and all places that follow."""
    found: int | None = place
    while found is not None:
        yield found
        found = following.get(found)


def _names(mark: Mark) -> Iterator[tuple[str, str]]:
    """Yield what identifies the student of a row; never the name, because of namesakes."""
    yield "key", _plain(match["key"] if (match := _AGAIN.fullmatch(mark.key)) else mark.key)
    for kind in ("number", "login", "email", "lms"):
        if text := _plain(getattr(mark.person, kind)):
            yield kind, text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()

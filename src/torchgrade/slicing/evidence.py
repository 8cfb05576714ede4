"""Choice between several files of one submission by the evidence in their paths and times."""

from __future__ import annotations

import ast
import enum
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.readers.parsing import BrokenCodeError, parse

if TYPE_CHECKING:
    from torchgrade.model.slices import Statement, Unit

_SAME_MOMENT = 60 * 10**9
"""Nanoseconds. A copy or a download sets the time of all files of a submission to the time of the copy."""
_NO_TIME = 315_619_200 * 10**9
"""2 January 1980. An archive contains 1 January 1980 if its program knows no time."""
_SUFFIX = re.compile(r"\.(?:py|ipynb|zip)$", re.IGNORECASE)
_TIMESTAMP = re.compile(
    r"(?<!\d)(20\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?:[-_.T ]*([0-2]\d)[-_.:h]?([0-5]\d)(?:[-_.:m]?([0-5]\d))?)?(?!\d)"
)
_VERSION = re.compile(
    r"(?:(?<![^\W\d_])(?:v|ver|version|rev|revision|attempt|try|submission|versuch|version|essai|tentative|intento|"
    r"versione|wersja)|版本|第)[ _.#-]*(\d{1,4}(?:\.\d{1,4})*)(?!\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"([^\d].*?)([ _.-]*)(\d{1,3})", re.DOTALL)
_PARTS = frozenset({
    "aufgabe", "blatt", "ch", "chap", "chapter", "day", "ex", "exercise", "exo", "kapitel", "lab", "lecture", "lesson",
    "module", "part", "partie", "problem", "q", "question", "section", "sheet", "step", "tag", "task", "teil", "topic",
    "unit", "uebung", "übung", "week", "wk", "woche",
})  # fmt: skip
"""Words that number the parts of a work: a second part does not replace the first."""
_WORKS = frozenset({"a", "as", "assign", "assignment", "hausaufgabe", "homework", "hw", "p", "project", "ps", "pset"})
"""Words that number works if the number follows directly: ``hw2``, but not ``hw_2``."""
_LEFT_BEHIND = re.compile(
    r"(?<![^\W\d_])(?:copy|kopie|copie|copia|backup|bak|old|alt|archive|archiv|draft|entwurf|previous|prev|deprecated|"
    r"trash|tmp|temp)(?![^\W\d_])|副本|备份|草稿",
    re.IGNORECASE,
)


class Why(enum.StrEnum):
    """Evidence for one file and against others; the value is the id of its catalogue entry."""

    VERSION = "slice.latest_version"
    TIME = "slice.changed_last"
    DEPTH = "slice.nearest_top"


class Dated(Struct, frozen=True):
    """Name and time of a file."""

    name: str
    """Path inside the submission."""
    mtime_ns: int
    """Time of the last change."""

    @property
    def is_left_behind(self) -> bool:
        """True if the name marks the file as a copy or a leftover, which has the time of the copying."""
        return _LEFT_BEHIND.search(self.name) is not None


def _mark(part: str, *, is_folder: bool) -> tuple[str, tuple[int, ...]] | None:
    """Return the series that a path component belongs to, and its version in it; None if it names no version."""
    text = _SUFFIX.sub("", part)
    found = _TIMESTAMP.search(text)
    if found and (found[2] or found[5]):
        # Eight digits alone are not accepted, because they may be a student number.
        return f"time {text[: found.start()]}", tuple(int(one) for one in found.groups("0") if one.isdigit())
    found = _VERSION.search(text)
    if found:
        return f"version {text[: found.start()]}", tuple(map(int, found[1].split(".")))
    if text.isascii() and text.isdigit() and len(text) < 5:
        return ("folder", (int(text),)) if is_folder else None
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return None
    word = re.split(r"[\W\d_]+", found[1])[-1].casefold()
    if word in _PARTS or (word in _WORKS and not found[2]):
        return None
    return f"file {found[1]}", (int(found[3]),)


def is_later(one: str, other: str) -> bool:
    """Return whether the path of one file names a later version than the path of the other.

    10 is later than 9, and v2 is later than v1. Only the first component in which the paths differ counts. This
    component must name a version of the same series in both paths.
    """
    parts, others = one.split("/"), other.split("/")
    for number, (part, its) in enumerate(zip(parts, others, strict=False), start=1):
        if part != its:
            mine = _mark(part, is_folder=number < len(parts))
            theirs = _mark(its, is_folder=number < len(others))
            return mine is not None and theirs is not None and mine[0] == theirs[0] and mine[1] > theirs[1]
    return False


def latest_versions(files: Sequence[Dated]) -> list[Dated]:
    """Return the files that have no later version among the files."""
    return [one for one in files if not any(is_later(other.name, one.name) for other in files)]


def _changed_last(files: Sequence[Dated]) -> list[Dated] | None:
    """Return the most recently changed files; return None if times and names contradict each other."""
    newest = max(file.mtime_ns for file in files)
    if min(file.mtime_ns for file in files) < _NO_TIME:
        return list(files)
    last = [file for file in files if newest - file.mtime_ns < _SAME_MOMENT]
    if len(last) < len(files) and any(file.is_left_behind for file in last):
        return last if all(file.is_left_behind for file in files) else None
    return last


def _nearest_top(files: Sequence[Dated]) -> list[Dated]:
    least = min(file.name.count("/") for file in files)
    return [file for file in files if file.name.count("/") == least]


def weigh(files: Sequence[Dated]) -> tuple[list[Dated], list[tuple[Why, list[Dated]]]]:
    """Return the files that may count, and the others with the reason against them.

    Several files mean that the choice is open. The reasons in order are: the version in a path, the time of the last
    change, the shallower path. The order of names and a tie in time are ignored.
    """
    left = list(files)
    fell: list[tuple[Why, list[Dated]]] = []
    steps: tuple[tuple[Why, Callable[[Sequence[Dated]], list[Dated] | None]], ...] = (
        (Why.VERSION, latest_versions),
        (Why.TIME, _changed_last),
        (Why.DEPTH, _nearest_top),
    )
    for why, step in steps:
        kept = step(left) if len(left) > 1 else left
        if kept is None:
            break
        if len(kept) < len(left):
            fell.append((why, [file for file in left if file not in kept]))
            left = kept
    return left, fell


def fingerprint(units: Sequence[Unit]) -> list[object]:
    """Return the code of a slice in a comparable form, without its lines and files."""
    return [
        [unit.module, [_code(statement) for statement in unit.statements], [m.holder for m in unit.methods]]
        for unit in units
    ]


def _code(statement: Statement) -> object:
    try:
        text = ast.dump(parse(statement.source))
    except (BrokenCodeError, RecursionError, ValueError):
        text = statement.source
    return text, [(line - statement.line, column) for line, column in statement.drop], statement.without_self

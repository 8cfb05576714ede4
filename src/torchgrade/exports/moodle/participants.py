"""Moodle: the participant of each mark, from the names in the delivery and, with a worksheet, from its rows.

The number of a participant belongs to one assignment. A delivery of teams has the numbers of teams instead, and a
worksheet has one row for each member.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from torchgrade.deliveries.moodle import delivered_to
from torchgrade.exports.moodle.worksheet import Worksheet
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name

LAYOUT = "moodle"
_CLEANED = re.compile(r"[\\/:*?\"<>|'`&\x00-\x1f\x7f]")
"""Characters that Moodle removes from the name of a file (clean_filename)."""
_LONG_NUMBER = re.compile("[0-9]{5}")
_TEAM = re.compile(
    r"\b(?:teams?|groups?|gruppe|grupo|groupe|gruppo|groep|équipe|equipo|squadra)\b|小组|小組|[组組队隊]"
)
"""Words in the name of a team; a name of a person has none of them."""


class Named(Struct, frozen=True, kw_only=True):
    """Name and number in the delivery of one mark; both may be empty."""

    name: str = ""
    """Name of the folder, of a student or a team; empty in a blind delivery."""
    number: str = ""
    """Number of a participant or a team; empty if there is none, or if two names have different numbers."""


class Place(Struct, frozen=True, kw_only=True):
    """Rows of the worksheet for one mark, or the reason why there are none."""

    rows: tuple[int, ...] = ()
    """Indices of rows; several for a team."""
    problem: Phrase | None = None
    """Reason why the mark may not go into the rows, or why there are none."""


class Matching(Struct, frozen=True, kw_only=True):
    """Rows of the worksheet for all marks."""

    places: tuple[Place, ...]
    """One for each mark, in the order of the marks."""
    unknown: tuple[str, ...]
    """Participants of rows that no mark claims, safe to show."""
    is_compared: bool
    """Whether names could be compared, or the delivery has none."""


def named(mark: Mark) -> Named:
    """Return the name and the number of a mark in a delivery of Moodle."""
    if mark.delivered is None or mark.delivered.layout != LAYOUT:
        return Named()
    parts = (part for entry in mark.delivered.entries for part in entry.split("/"))
    found = {one for part in parts if (one := delivered_to(part)) is not None}
    numbers = {str(int(number)) for _, number in found} or ({mark.person.lms} if mark.person.lms.isdecimal() else set())
    names = {name for name, _ in found}
    return Named(name=names.pop() if len(names) == 1 else "", number=numbers.pop() if len(numbers) == 1 else "")


def is_like_team(mark: Mark) -> bool:
    """Return whether a delivery seems to be that of a team, whose number is not the number of a student.

    Its name has a word for teams, or digits that are no student number. A student of the roster is no team.
    """
    name = mark.person.name
    has_digits = any(sign.isdigit() for sign in name) and _LONG_NUMBER.search(name) is None
    return not mark.is_listed and (has_digits or _TEAM.search(name.casefold()) is not None)


def match(marks: Sequence[Mark], worksheet: Worksheet) -> Matching:
    """Return the rows of each mark in a worksheet; rows that two marks claim belong to neither."""
    search = _Search(marks, worksheet)
    found = list(search.places())
    claims = Counter(row for place in found for row in place.rows)
    places = tuple(
        Place(rows=place.rows, problem=phrase("export.moodle.row_twice"))
        if any(claims[row] > 1 for row in place.rows)
        else place
        for place in found
    )
    unknown = tuple(show_name(worksheet.identifier_of(row)) for row in worksheet.rows if row not in claims)
    return Matching(places=places, unknown=unknown, is_compared=search.is_compared)


class _Search:
    """Search of the rows of all marks, after the columns with names of students or teams are known."""

    def __init__(self, marks: Sequence[Mark], worksheet: Worksheet) -> None:
        self._marks = marks
        self._sheet = worksheet
        self._named = [named(mark) for mark in marks]
        self._by_number = {str(int(worksheet.participant(row))): row for row in worksheet.rows}
        self._by_cell: dict[str, set[int]] = {}
        for row in worksheet.rows:
            for column in worksheet.further():
                self._by_cell.setdefault(self._cell(row, column).casefold(), set()).add(row)
        self._names = self._find_names()
        self._team_rows = self._find_teams() if self._names is None else {}
        """Rows by the plain name of the team; empty if the worksheet has no teams of the run."""

    @property
    def is_compared(self) -> bool:
        """Whether a column has names of the delivery, or the delivery has none."""
        return self._names is not None or bool(self._team_rows) or not any(one.name for one in self._named)

    def _find_names(self) -> int | None:
        compared = [one for one in self._named if one.name and one.number in self._by_number]
        counts = {
            column: sum(_is_same(one.name, self._cell(self._by_number[one.number], column)) for one in compared)
            for column in self._sheet.further()
        }
        return _most(counts, len(compared))

    def _find_teams(self) -> dict[str, list[int]]:
        given = [_plain(one.name) for one in self._named if one.name]
        best: dict[str, list[int]] = {}
        most = 0
        for column in self._sheet.further():
            rows: dict[str, list[int]] = {}
            for row in self._sheet.rows:
                rows.setdefault(_plain(self._cell(row, column)), []).append(row)
            hits = sum(name in rows for name in given)
            if hits > most and 2 * hits >= len(given):
                best, most = rows, hits
        return best

    def places(self) -> Iterator[Place]:
        """Yield the rows of each mark, in order."""
        for mark, one in zip(self._marks, self._named, strict=True):
            yield self._team(one) or self._participant(one) or self._person(mark) or self._unknown(one)

    def _team(self, one: Named) -> Place | None:
        rows = self._team_rows.get(_plain(one.name), []) if one.name else []
        return Place(rows=tuple(rows)) if rows else None

    def _participant(self, one: Named) -> Place | None:
        """Return the row with the number; the name of the row must be that of the delivery, if both have names."""
        if self._team_rows or one.number not in self._by_number:
            return None
        row = self._by_number[one.number]
        if self._names is not None and one.name:
            cell = self._cell(row, self._names)
            if not _is_same(one.name, cell):
                values = {"number": one.number, "cell": show_name(cell), "name": show_name(one.name)}
                return Place(problem=phrase("export.moodle.other_name", **values))
        return Place(rows=(row,))

    def _person(self, mark: Mark) -> Place | None:
        """Return the only row with the address or the student number, for marks of another delivery."""
        for text in (mark.person.email, mark.person.number):
            rows = self._by_cell.get(text.strip().casefold(), set()) if text.strip() else set()
            if len(rows) == 1:
                return Place(rows=tuple(rows))
        return None

    def _unknown(self, one: Named) -> Place:
        if one.number:
            return Place(problem=phrase("export.moodle.not_in_worksheet", number=one.number))
        return Place(problem=phrase("export.moodle.no_row"))

    def _cell(self, row: int, column: int) -> str:
        return self._sheet.table.value(row, column).strip()


def _most(counts: dict[int, int], of: int) -> int | None:
    """Return the column with most hits, if they are at least half."""
    best = max(counts, key=lambda column: counts[column], default=None)
    return best if best is not None and counts[best] and 2 * counts[best] >= of else None


def _plain(name: str) -> str:
    """Return a name as Moodle writes it in the name of a folder, without regard to case."""
    return " ".join(_CLEANED.sub("", name.replace("_", " ")).casefold().split())


def _is_same(folder: str, cell: str) -> bool:
    """Return whether a folder has the name of a cell: the whole name, or the name after the group, in any order."""
    one, other = _plain(folder), _plain(cell)
    return bool(other) and (one == other or one.endswith(f"-{other}") or sorted(one.split()) == sorted(other.split()))

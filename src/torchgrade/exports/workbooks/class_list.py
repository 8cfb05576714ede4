"""Class list of a school as a template: its headings, its students by number, and the cell for each mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Protocol

from torchgrade.deliveries.rosters.headings import find_columns
from torchgrade.deliveries.rosters.names import plain, spellings
from torchgrade.deliveries.rosters.numbers import read_number, without_marks
from torchgrade.errors import UsageError
from torchgrade.model.phrases import Phrase, listed, phrase
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told

_HEADING_ROWS = 10
"""Rows among which the headings are."""
_USUAL = "学号"
_REMARKS = frozenset({"备注", "特殊情况", "考试性质", "考核方式"})
_EXCUSED = ("缺考", "缓考", "免修", "免考", "作弊", "旷考")
"""Words of a remark with which the school's system may not want a mark."""
_MARKS = "\ufeff\u200b\u200e\u200f\u00a0 "
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LENGTH = 60


class Grid(Protocol):
    """Table whose cells can be filled; rows and columns count from 0."""

    rows: list[list[str]]
    """Text of each cell; rows may differ in length."""

    def fill(self, row: int, column: int, text: str) -> None:
        """Put a number into a cell."""

    def is_computed(self, row: int, column: int) -> bool:
        """Return whether a formula computes a cell."""

    def size(self, row: int, column: int) -> tuple[int, int]:
        """Return how many rows and columns a cell covers; (0, 0) if another cell covers it."""


class ClassList:
    """Students of a template, and the column of the marks."""

    def __init__(self, grid: Grid, column: str, file: str) -> None:
        """Find the headings and the students.

        :param column: heading of the marks.
        :param file: name of the template, safe to show.
        :raises UsageError: the template has no column of student numbers, or not one column of that heading.
        """
        self._grid = grid
        self._file = file
        self._heading_row, self._number, self._name = self._find_headings()
        height = max(1, grid.size(self._heading_row, self._number)[0])
        self._first = min(self._heading_row + height, len(grid.rows))
        self.column = self._find_column(column)
        """Index of the column of the marks."""
        self._remark = next((place for _, place, text in self._headings() if _heading(text) in _REMARKS), None)
        self._rows: dict[str, list[int]] = {}
        for row in range(self._first, len(grid.rows)):
            key = number_key(self._text(row, self._number))
            if any(map(str.isdigit, key)):
                self._rows.setdefault(key, []).append(row)
        self._without_zeros = frozenset(map(without_marks, self._rows))

    @property
    def identities(self) -> frozenset[int]:
        """Columns of numbers and names."""
        return frozenset({self._number, *(() if self._name is None else (self._name,))})

    def find(self, number: str) -> int | Phrase:
        """Return the row of a student, or the reason why no row is certain."""
        rows = self._rows.get(number_key(number), [])
        if len(rows) == 1:
            return rows[0]
        if rows:
            lines = listed(row + 1 for row in rows)
            return phrase("export.xlsx.twice_in_template", number=show_name(number), lines=lines)
        if without_marks(number_key(number)) in self._without_zeros:
            return phrase("export.xlsx.zeros", number=show_name(number))
        return phrase("export.xlsx.not_in_template")

    def reason_against(self, row: int, name: str, mark: str, *, overwrite: bool) -> Phrase | None:
        """Return the reason why a mark must not be written into a row, or None.

        :param name: name of the student in the run; empty if it is not known.
        """
        theirs = "" if self._name is None else self._text(row, self._name)
        if name and theirs and not _agree(name, theirs):
            return phrase("export.xlsx.name_differs", theirs=show_name(theirs), ours=show_name(name))
        if self._grid.is_computed(row, self.column):
            return phrase("export.xlsx.formula")
        height, width = self._grid.size(row, self.column)
        # A student may have two rows, but a mark must not cover two students.
        if width != 1 or height > max(1, self._grid.size(row, self._number)[0]):
            return phrase("export.xlsx.merged")
        there = self._text(row, self.column)
        if there and not overwrite and not _is_same(there, mark):
            return phrase("export.xlsx.filled", value=show(there, limit=_LENGTH))
        return None

    def warnings(self, row: int, name: str, mark: str) -> Iterator[Phrase]:
        """Yield what a person should know about a mark that is written into a row."""
        there = self._text(row, self.column)
        if there and not _is_same(there, mark):
            yield phrase("export.xlsx.replaced", value=show(there, limit=_LENGTH))
        if self._remark is not None:
            remark = self._text(row, self._remark)
            if any(word in remark for word in _EXCUSED):
                yield phrase("export.xlsx.remark", remark=show(remark, limit=_LENGTH))
        theirs = "" if self._name is None else self._text(row, self._name)
        if name and theirs and not _spelt(name) & _spelt(theirs):
            yield phrase("export.xlsx.other_script", theirs=show_name(theirs), ours=show_name(name))

    def unknown(self, numbers: Sequence[str]) -> tuple[str, ...]:
        """Return the students of the template without a row in the run, safe to show."""
        known = set(map(number_key, numbers))
        rows = (row for key, rows in self._rows.items() if key not in known for row in rows)
        return tuple(self._who(row) for row in sorted(rows))

    def count_rounded(self) -> int:
        """Return how many numbers of students have lost digits in a spreadsheet."""
        return sum(
            read_number(self._text(row, self._number))[1] is not None for rows in self._rows.values() for row in rows
        )

    def _who(self, row: int) -> str:
        name = "" if self._name is None else self._text(row, self._name)
        return show_name(f"{self._text(row, self._number)} {name}".strip())

    def _text(self, row: int, column: int) -> str:
        cells = self._grid.rows[row]
        return _clean(cells[column]) if column < len(cells) else ""

    def _find_headings(self) -> tuple[int, int, int | None]:
        """Return the row of the headings, the column of the numbers, and the column of the names if there is one."""
        for position, row in enumerate(self._grid.rows[:_HEADING_ROWS]):
            columns = find_columns(row)
            if columns is None or "number" not in columns:
                continue
            # Prefer the usual heading, because a list may have an examination number too.
            number = min(columns["number"], key=lambda place: _USUAL not in _heading(row[place]))
            return position, number, next(iter(columns.get("name", ())), None)
        raise UsageError(told("export.xlsx.no_number_column", name=self._file, rows=_HEADING_ROWS))

    def _headings(self) -> Iterator[tuple[int, int, str]]:
        for row in range(self._heading_row, self._first):
            yield from ((row, place, text) for place, text in enumerate(self._grid.rows[row]) if text.strip())

    def _find_column(self, wanted: str) -> int:
        headings = list(self._headings())
        found = [(row, place) for row, place, text in headings if _heading(text) == _heading(wanted)]
        if not found:
            short = _BRACKETS.sub("", _heading(wanted))
            found = [(row, place) for row, place, text in headings if _BRACKETS.sub("", _heading(text)) == short]
        values = {"name": self._file, "column": show_name(wanted)}
        names = listed(show(text, limit=_LENGTH) for _, _, text in headings)
        places = {place for _, place in found}
        if not places or places & self.identities:
            raise UsageError(told("export.xlsx.no_column", **values, columns=names))
        if len(places) > 1:
            raise UsageError(told("export.xlsx.columns", **values, count=len(places)))
        if any(self._grid.size(row, place)[1] > 1 for row, place in found):
            raise UsageError(told("export.xlsx.wide_column", **values, columns=names))
        return places.pop()


def number_key(text: str) -> str:
    """Return a student's number in the form for comparing: NFKC, no spaces around, no ``'`` before, no ``.0`` behind.

    Zeros at the beginning stay, because they are part of a number. ``="0012"`` is how a CSV keeps them.
    """
    cell = plain(_clean(text)).lstrip("'\u2018\u2019").strip()
    quoted = re.fullmatch(r'="([^"]*)"', cell)
    cell = cell if quoted is None else quoted[1].strip()
    match = re.fullmatch(r"([0-9]+)\.0+", cell)
    return cell if match is None else match[1]


def _clean(text: str) -> str:
    return text.strip().strip(_MARKS).strip()


def _heading(text: str) -> str:
    """Return a heading without spaces and line ends, with brackets of ASCII."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _agree(name: str, other: str) -> bool:
    """Return whether two names do not differ; a Chinese name and one in other letters cannot be compared."""
    if _spelt(name) & _spelt(other):
        return True
    return (_HAN.search(name) is None) != (_HAN.search(other) is None)


def _spelt(name: str) -> frozenset[str]:
    """Return the spellings of a name with and without a note in brackets, such as （重修）."""
    return spellings(name) | spellings(_BRACKETS.sub("", unicodedata.normalize("NFKC", name)))


def _is_same(text: str, mark: str) -> bool:
    try:
        return Decimal(text) == Decimal(mark)
    except InvalidOperation:
        return False

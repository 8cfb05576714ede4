"""Marks on their way into the column of a template."""

from __future__ import annotations

import abc
from collections.abc import Iterable

from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.exports.templates.cell_numbers import number_in
from torchgrade.exports.templates.csv_template import CsvTable
from torchgrade.exports.templates.matching import Matches, Student
from torchgrade.exports.templates.scaled import Scale
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name


class Filling(abc.ABC):
    """Rows of an export; an exporter adds the rules of its LMS in a subclass."""

    def __init__(self, order: ExportOrder, table: CsvTable, column: int, scale: Scale, matches: Matches) -> None:
        self.order = order
        """Order of the user."""
        self.table = table
        """Template; its cells are replaced."""
        self.column = column
        """Column of the marks."""
        self.scale = scale
        """Scale of the marks."""
        self._matches = matches

    def planned(self, name: str) -> Planned:
        """Return the filled template as a file of this name, and what happened to each mark."""
        rows = tuple(self._row(mark) for mark in self.order.marks)
        is_filled = any(row.left_out is None for row in rows)
        return Planned(
            files=(PlannedFile(name=name, data=self.table.to_bytes()),) if is_filled else (),
            rows=rows,
            unknown=self._matches.unknown,
            notes=(self.item(), *self.scale.notes(self.order, rows), *self.notes()),
        )

    def _row(self, mark: Mark) -> PlannedRow:
        student = self._matches.found.get(mark.key)
        if student is None:
            reason = phrase("export.no_mark") if mark.points is None else self._matches.reasons[mark.key]
            return PlannedRow(key=mark.key, left_out=reason)
        old = self._old(student)
        if mark.points is None:
            kept = phrase("export.template.kept", old=show_name(old)) if old else phrase("export.no_mark")
            return PlannedRow(key=mark.key, left_out=kept)
        obstacle = self.obstacle(old)
        if obstacle is not None:
            return PlannedRow(key=mark.key, left_out=obstacle)
        value = self.scale.text(mark)
        self._write(student, value)
        changes = (*self.scale.warnings(value), *self._replaced(old, value), *self.warnings(mark, student))
        return PlannedRow(key=mark.key, value=value, warnings=changes)

    def _write(self, student: Student, value: str) -> None:
        for row in student.rows:
            # An equal mark keeps its bytes, because an LMS may take another text for another mark.
            if number_in(self.table.value(row, self.column)) != number_in(value):
                self.table.replace(row, self.column, self.cell(value), quoted=self.is_quoted)

    @property
    def is_quoted(self) -> bool:
        """Whether every cell of the template has quotes, as its first one."""
        return self.table.rows[0][0].is_quoted

    def _old(self, student: Student) -> str:
        """Return the mark of a student in the template; of several rows the last counts."""
        cells = [self.table.value(row, self.column).strip() for row in student.rows]
        return next((cell for cell in reversed(cells) if not self.is_empty(cell)), "")

    def _replaced(self, old: str, value: str) -> Iterable[Phrase]:
        if old and number_in(old) != number_in(value):
            yield phrase("export.template.replaced", old=show_name(old), new=value)

    @abc.abstractmethod
    def item(self) -> Phrase:
        """Return the column of the marks, for a person to compare."""

    def cell(self, value: str) -> str:
        """Return a mark as the cell needs it."""
        return value

    def is_empty(self, text: str) -> bool:
        """Return whether a cell has no mark."""
        return not text

    def obstacle(self, old: str) -> Phrase | None:  # noqa: ARG002 - for subclasses
        """Return why the LMS would not take a mark in a cell with this text."""
        return None

    def warnings(self, mark: Mark, student: Student) -> Iterable[Phrase]:  # noqa: ARG002 - for subclasses
        """Yield what a person may not expect of a written mark."""
        return ()

    def notes(self) -> Iterable[Phrase]:
        """Yield what concerns the export as a whole."""
        return ()

"""``--to xlsx``: the school's own list with marks filled in, or a plain workbook 成绩.xlsx.

Rules of the systems: importers.md section 10 (教务系统). No system publishes a form, so a template is filled and never
invented. A submitted list is final in most schools, so each doubtful row is left out and named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from torchgrade.deliveries.rosters.headings import count_known, find_columns
from torchgrade.deliveries.rosters.tables import MOST_ROWS
from torchgrade.errors import UsageError
from torchgrade.exports.marks.identifiers import used_twice, with_points
from torchgrade.exports.marks.marked import Marked, mark_notes, mark_warnings
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow, Template
from torchgrade.exports.templates.csv_template import CsvTable, parse
from torchgrade.exports.workbooks import plain
from torchgrade.exports.workbooks.class_list import ClassList, number_key
from torchgrade.exports.workbooks.workbook import Workbook, WorkbookError
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_COLUMN = "成绩"
"""Heading of the marks if the user names none."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK"
_DELIMITERS = ("\t", ",", ";")
_LINES = 10
_MOST_CELLS = 1_000_000
"""Most cells of a text, because each becomes an object."""


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the filled template, or of a new workbook if there is no template.

    :raises UsageError: the template is not a list with a column of student numbers and one for the marks.
    """
    if order.template is None:
        return plain.plan(order)
    if order.template.path.is_dir() or not order.template.data:
        raise UsageError(told("export.xlsx.empty", name=show_name(str(order.template.path))))
    return _Filling(order, order.template).planned()


class TextGrid:
    """Template that is text; its other cells keep every byte."""

    def __init__(self, table: CsvTable) -> None:
        self._table = table
        self.rows = [table.values(row) for row in range(len(table.rows))]
        """Text of each cell."""

    def fill(self, row: int, column: int, text: str) -> None:
        """Put a number into a cell."""
        self._table.replace(row, column, text)

    def is_computed(self, row: int, column: int) -> bool:  # noqa: ARG002 - a text has no formulas
        """Return that no formula computes a cell."""
        return False

    def size(self, row: int, column: int) -> tuple[int, int]:  # noqa: ARG002 - a text has no merged cells
        """Return that a cell covers one row and one column."""
        return 1, 1

    def to_bytes(self) -> bytes:
        """Return the text with its new numbers."""
        return self._table.to_bytes()


class _Filling:
    """Filling of one template."""

    def __init__(self, order: ExportOrder, template: Template) -> None:
        self._order = order
        self._file = show_name(template.path.name)
        self._path = template.path
        self._grid = open_template(template)
        self._list = ClassList(self._grid, order.options.column or _COLUMN, self._file)
        self._twice = used_twice(number_key(mark.person.number) for mark in with_points(order.marks))

    def planned(self) -> Planned:
        """Return the plan."""
        rows = tuple(self._row(mark) for mark in self._order.marks)
        files: tuple[PlannedFile, ...] = ()
        notes = list(mark_notes(self._order))
        if any(row.left_out is None for row in rows):
            data, further = self._filled()
            files = (PlannedFile(name=_name_of(self._path), data=data),)
            notes += further
        if rounded := self._list.count_rounded():
            notes.append(phrase("export.xlsx.digits_lost", count=rounded))
        notes.append(phrase("export.xlsx.final"))
        unknown = self._list.unknown([mark.person.number for mark in self._order.marks])
        return Planned(files=files, rows=rows, unknown=unknown, notes=tuple(notes))

    def _filled(self) -> tuple[bytes, list[Phrase]]:
        if isinstance(self._grid, TextGrid):
            return self._grid.to_bytes(), []
        data, removed = self._grid.to_bytes(self._list.identities)
        notes = [phrase("export.xlsx.sheet", sheet=show_name(self._grid.sheet))] if self._grid.has_more else []
        if removed:
            notes.append(phrase("export.xlsx.formulas", count=removed))
        if self._grid.is_signed:
            notes.append(phrase("export.xlsx.signed"))
        return data, notes

    def _row(self, mark: Mark) -> PlannedRow:
        marked = Marked.of(mark, self._order.options)
        if marked is None:
            return PlannedRow(key=mark.key, left_out=phrase("export.xlsx.no_mark"))
        place = self._place(mark)
        if isinstance(place, dict):
            return PlannedRow(key=mark.key, left_out=place)
        overwrite = self._order.options.overwrite
        reason = self._list.reason_against(place, mark.person.name, marked.short, overwrite=overwrite)
        if reason is not None:
            return PlannedRow(key=mark.key, left_out=reason)
        warnings = (*mark_warnings(marked), *self._list.warnings(place, mark.person.name, marked.short))
        self._grid.fill(place, self._list.column, marked.short)
        return PlannedRow(key=mark.key, value=marked.short, warnings=warnings)

    def _place(self, mark: Mark) -> int | Phrase:
        """Return the row of the template for a mark, or the reason why there is none."""
        number = number_key(mark.person.number)
        if not number:
            return phrase("export.xlsx.no_number")
        if number in self._twice:
            return phrase("export.xlsx.twice_in_run", number=show_name(mark.person.number))
        return self._list.find(mark.person.number)


def open_template(template: Template) -> Workbook | TextGrid:
    """Return the cells of a template, whose kind is in its first bytes and not in its name.

    Many systems send HTML or tab-separated text with a name that ends with ``.xls``.

    :raises UsageError: it is neither a workbook that can be filled nor text.
    """
    data = template.data
    name = show_name(template.path.name)
    if data.startswith(_OLE):
        raise UsageError(told("export.xlsx.locked" if _ENCRYPTED in data else "export.xlsx.old", name=name))
    if data.startswith(_ZIP):
        try:
            return Workbook(data)
        except WorkbookError as error:
            raise UsageError(told(f"export.xlsx.{error}", name=name)) from error
    if data[:200].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b" \t\r\n\xff\xfe").startswith(b"<"):
        raise UsageError(told("export.xlsx.web_page", name=name))
    if data.count(b"\n") > MOST_ROWS or sum(map(data.count, b"\t,;")) > _MOST_CELLS:
        raise UsageError(told("export.xlsx.long", name=name))
    return TextGrid(parse(template, _delimiter))


def _delimiter(text: str) -> str:
    """Return the sign with which the first lines have the most known headings, and among them a student number."""
    lines = text.removeprefix("\ufeff").splitlines()[:_LINES]

    def known(sign: str) -> Iterator[int]:
        for line in lines:
            cells = [cell.strip('" ') for cell in line.split(sign)]
            columns = find_columns(cells)
            yield count_known(cells) if columns is not None and "number" in columns else 0

    return max(_DELIMITERS, key=lambda sign: max(known(sign), default=0))


def _name_of(path: Path) -> str:
    """Return the name of the file to write; never that of the template, so that a template is not overwritten."""
    return f"成绩-{path.name}"

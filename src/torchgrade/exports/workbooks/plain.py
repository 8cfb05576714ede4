"""``成绩.xlsx``: a new workbook with number, name, mark and remark of each student, for a school without a template."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from torchgrade.exports.marks.identifiers import is_safe, used_twice, with_points
from torchgrade.exports.marks.marked import Marked, mark_notes, mark_warnings
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.exports.workbooks.class_list import number_key
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.rows import RowStatus
from torchgrade.model.showable import show_name

FILE = "成绩.xlsx"
_SHEET = "成绩"
_HEADINGS = ("学号", "姓名", "成绩", "备注")
_NOTHING = "未提交"
_NOT_GRADED = "未评分"
_TEXT = "@"
"""Number format of a text, because a spreadsheet drops zeros and keeps 15 digits of a number."""
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 1000


class _Line(Struct, frozen=True, kw_only=True):
    number: str
    name: str
    mark: str
    remark: str


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the workbook.

    Students without a mark have a row with a remark and an empty cell, because a list without them looks complete.
    """
    twice = used_twice(number_key(mark.person.number) for mark in with_points(order.marks))
    # Students with a mark come first here, because a second row without one would look like a student of its own.
    done = {number_key(mark.person.number) for mark in with_points(order.marks)}
    rows: list[PlannedRow] = []
    lines: list[_Line] = []
    for mark in order.marks:
        reason = _reason_against(mark, twice)
        if reason is None and mark.points is None:
            reason = phrase("export.xlsx.has_row") if number_key(mark.person.number) in done else None
            done.add(number_key(mark.person.number))
        if reason is not None:
            rows.append(PlannedRow(key=mark.key, left_out=reason))
            continue
        marked = Marked.of(mark, order.options)
        text = "" if marked is None else marked.short
        lines.append(_Line(number=mark.person.number, name=mark.person.name, mark=text, remark=_remark(mark)))
        warnings = () if marked is None else tuple(mark_warnings(marked))
        rows.append(PlannedRow(key=mark.key, value=text, warnings=warnings))
    files = (PlannedFile(name=FILE, data=_workbook(lines)),) if lines else ()
    notes = (*mark_notes(order), phrase("export.xlsx.plain"))
    return Planned(files=files, rows=tuple(rows), notes=notes)


def _reason_against(mark: Mark, twice: frozenset[str]) -> Phrase | None:
    number = mark.person.number
    if not number:
        return phrase("export.xlsx.no_mark_no_number" if mark.points is None else "export.xlsx.no_number")
    if not is_safe(number):
        return phrase("export.xlsx.odd_number", number=show_name(number))
    if number_key(number) in twice:
        return phrase("export.xlsx.twice_in_run", number=show_name(number))
    return None


def _remark(mark: Mark) -> str:
    if mark.points is not None:
        return ""
    return _NOTHING if mark.status is RowStatus.NOTHING_HANDED_IN else _NOT_GRADED


def _workbook(lines: Sequence[_Line]) -> bytes:
    # Import openpyxl only here, because the library takes 0.3 s to load.
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.properties.creator = "torchgrade"
    sheet: Any = book.active
    sheet.title = _SHEET
    for column, heading in enumerate(_HEADINGS, start=1):
        _put(sheet.cell(1, column), heading)
        sheet.cell(1, column).font = Font(bold=True)
    for row, line in enumerate(lines, start=2):
        _put(sheet.cell(row, 1), line.number)
        sheet.cell(row, 1).number_format = _TEXT
        _put(sheet.cell(row, 2), line.name)
        if line.mark:
            sheet.cell(row, 3).value = Decimal(line.mark)
        _put(sheet.cell(row, 4), line.remark)
    for letter, width in (("A", 18), ("B", 16), ("C", 10), ("D", 12)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _put(cell: Any, text: str) -> None:
    """Put a text into a cell as a text, because the library makes a formula of one that begins with ``=``."""
    if not text:
        return
    cell.value = _NOT_XML.sub("", text)[:_LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = True

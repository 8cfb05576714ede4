"""``--to brightspace``: a CSV that Brightspace imports into one grade item.

Rules of the importer: importers.md section 9 (community.d2l.com, "Importing Grades"; D2L Instructor Help, 2019-12). The
meaning of an empty cell is not documented, so rows without a mark are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from torchgrade.errors import UsageError
from torchgrade.exports.csv_text import csv_bytes
from torchgrade.exports.marks.formula_cells import is_formula
from torchgrade.exports.marks.identifiers import Identifiers
from torchgrade.exports.marks.marked import Marked, mark_notes
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

FILE = "brightspace-grades.csv"
_KINDS = {"number": "OrgDefinedId", "login": "Username"}
"""Headings for the fields of a person."""
_POINTS = " Points Grade"
_LAST = "End-of-Line Indicator"


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the CSV.

    :raises UsageError: the item is not named, or its name is a formula.
    """
    item = _item(order)
    identifiers = Identifiers(order.marks, list(_KINDS))
    rows: list[PlannedRow] = []
    lines: list[tuple[str, str]] = []
    for mark in order.marks:
        reason = identifiers.reason_against(mark)
        marked = Marked.of(mark, order.options)
        if reason is not None or marked is None:
            rows.append(PlannedRow(key=mark.key, left_out=reason))
            continue
        lines.append((_identifier(identifiers, mark), marked.text))
        rows.append(PlannedRow(key=mark.key, value=marked.text, warnings=tuple(_warnings(marked))))
    files: tuple[PlannedFile, ...] = ()
    if lines:
        head = (_KINDS[identifiers.kind], item + _POINTS, _LAST)
        files = (PlannedFile(name=FILE, data=csv_bytes([head, *((*line, "#") for line in lines)])),)
    notes = [*mark_notes(order), phrase("export.brightspace.item", item=show_name(item))]
    notes.append(phrase("export.brightspace.published"))
    if not item.isascii():
        notes.append(phrase("export.brightspace.encoding"))
    return Planned(files=files, rows=tuple(rows), notes=tuple(notes))


def _item(order: ExportOrder) -> str:
    """Return the name of the item, without the words that follow it in a heading."""
    if order.template is not None:
        raise UsageError(told("export.marks.no_template", to="brightspace"))
    item = order.options.item.strip().removesuffix(_POINTS).strip()
    if not item:
        what = phrase("export.brightspace.needs_item")
        raise UsageError(told("error.export.needs_item", to="brightspace", what=what))
    if is_formula(item) or not item.isprintable():
        raise UsageError(told("export.marks.odd_item", item=show_name(item)))
    return item


def _identifier(identifiers: Identifiers, mark: Mark) -> str:
    # Write the sign of Brightspace's own export, because a spreadsheet then keeps the zeros of a number.
    return ("#" if identifiers.kind == "number" else "") + identifiers.of(mark)


def _warnings(marked: Marked) -> Iterator[Phrase]:
    if marked.is_rounded:
        yield phrase("export.marks.rounded")
    if marked.is_over:
        yield phrase("export.brightspace.over", limit=marked.limit_text)

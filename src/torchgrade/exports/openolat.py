"""``--to openolat``: lines to paste into OpenOlat's bulk assessment, and a zip with the page of each student.

Rules of the importer: importers.md section 9 (docs.openolat.org, "bulk assessment"; jira OO-852). An empty field
changes nothing, so the lines have only the identifier and the points.
"""

from __future__ import annotations

from pathlib import Path

from torchgrade.errors import UsageError
from torchgrade.exports.marks.identifiers import Identifiers
from torchgrade.exports.marks.marked import Marked, mark_notes, mark_warnings
from torchgrade.exports.pages import Pages
from torchgrade.exports.planned import ExportOrder, Planned, PlannedArchive, PlannedFile, PlannedRow
from torchgrade.model.phrases import phrase
from torchgrade.model.told import told

FILE = "openolat.tsv"
PAGES = "openolat-pages.zip"
_PAGE = "feedback.html"
"""Name of each page, the same in each export, so that a later page replaces it."""
_KINDS = ("login", "number", "email")


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the lines and of the zip.

    :raises UsageError: there is a template, which OpenOlat does not have.
    """
    if order.template is not None:
        raise UsageError(told("export.marks.no_template", to="openolat"))
    identifiers = Identifiers(order.marks, _KINDS)
    found = Pages(order)
    rows: list[PlannedRow] = []
    lines: list[str] = []
    pages: list[tuple[str, Path]] = []
    for mark in order.marks:
        reason = identifiers.reason_against(mark)
        marked = Marked.of(mark, order.options)
        if reason is not None or marked is None:
            rows.append(PlannedRow(key=mark.key, left_out=reason))
            continue
        identifier = identifiers.of(mark)
        lines.append(f"{identifier}\t{marked.short}\n")
        warnings = list(mark_warnings(marked))
        page = found.of(mark)
        if page is not None:
            pages.append((f"{identifier}/{_PAGE}", page))
        else:
            warnings.append(phrase("export.no_page" if mark.submission else "export.openolat.no_submission"))
        rows.append(PlannedRow(key=mark.key, value=marked.short, warnings=tuple(warnings)))
    files: list[PlannedFile | PlannedArchive] = []
    if lines:
        files.append(PlannedFile(name=FILE, data="".join(lines).encode()))
    if pages:
        files.append(PlannedArchive(name=PAGES, members=tuple(pages)))
    kind = phrase(f"export.marks.{identifiers.kind}")
    notes = (*mark_notes(order), phrase("export.openolat.steps", kind=kind))
    return Planned(files=tuple(files), rows=tuple(rows), notes=notes)

"""``canvas-feedback``: a zip of the students' pages for "Upload Submissions" of an assignment in Canvas."""

from __future__ import annotations

from pathlib import Path

from torchgrade.errors import UsageError
from torchgrade.exports.canvas.names import attachments, most_fitting
from torchgrade.exports.pages import Pages
from torchgrade.exports.planned import ExportOrder, Planned, PlannedArchive, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import phrase
from torchgrade.model.told import told

FILE = "canvas-feedback.zip"


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the zip, with one page for each submission.

    The name of a page has the numbers of the user and of one attachment; Canvas reads no more of it.

    :raises UsageError: no submission is from Canvas.
    """
    if not any(attachments(mark.delivered) for mark in order.marks):
        raise UsageError(told("export.canvas.feedback.no_delivery"))
    pages = Pages(order)
    members: dict[str, Path] = {}
    rows = []
    for mark in order.marks:
        row = _row(mark)
        page = pages.of(mark)
        if row.left_out is None and page is None:
            row = PlannedRow(key=mark.key, left_out=phrase("export.no_page"))
        elif row.left_out is None and page is not None:
            members[row.value] = page
        rows.append(row)
    return Planned(
        files=(PlannedArchive(name=FILE, members=tuple(sorted(members.items()))),) if members else (),
        rows=tuple(rows),
        notes=tuple(phrase(f"export.canvas.feedback.{note}") for note in ("next", "once", "name", "again")),
    )


def _row(mark: Mark) -> PlannedRow:
    """Return the row with the name of its page in the zip; members of a group have one page."""
    found = attachments(mark.delivered)
    if mark.points is None:
        return PlannedRow(key=mark.key, left_out=phrase("export.page_not_final"))
    if not found:
        return PlannedRow(key=mark.key, left_out=phrase("export.canvas.feedback.no_attachment"))
    if len({one.user for one in found}) > 1:
        return PlannedRow(key=mark.key, left_out=phrase("export.canvas.feedback.users"))
    chosen = most_fitting(found)
    owner = chosen.user if chosen.is_anonymous else f"page_{chosen.user}"
    return PlannedRow(key=mark.key, value=f"{owner}_{chosen.number}_feedback.html")

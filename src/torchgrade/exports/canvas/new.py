"""Gradebook CSV for Canvas without a template: the users are known from a delivery, the item is known to the user."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from torchgrade.errors import UsageError
from torchgrade.exports.canvas import reading as canvas
from torchgrade.exports.canvas.names import user_of
from torchgrade.exports.csv_text import csv_bytes
from torchgrade.exports.marks.formula_cells import is_formula
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.exports.templates.scaled import Scale, scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told


def plan_new(order: ExportOrder, name: str) -> Planned:
    """Return the plan of a new file.

    :param name: name of the file.
    :raises UsageError: no submission is from Canvas, or Canvas would not import the item.
    """
    item = (order.options.item or order.options.column).strip()
    users = _users(order.marks)
    if not any(users.values()):
        raise UsageError(told("error.export.needs_template", to="canvas", what=phrase("export.canvas.what_template")))
    _check_item(item)
    scale = scale_of(order, None)
    claims = Counter(users[mark.key] for mark in order.marks if mark.points is not None)
    rows = tuple(_row(mark, users[mark.key], claims, scale) for mark in order.marks)
    cells = [(users[row.key], row.value) for row in rows if row.left_out is None]
    return Planned(
        files=(PlannedFile(name=name, data=_file(item, scale, cells)),) if cells else (),
        rows=rows,
        notes=(
            phrase("export.canvas.item", item=show_name(item)),
            *scale.notes(order, rows),
            phrase("export.canvas.next"),
            phrase("export.canvas.dropped"),
            phrase("export.canvas.unseen"),
        ),
    )


def _users(marks: Sequence[Mark]) -> dict[str, str]:
    """Return the number of each user; none for a submission of a group, which only one member uploaded."""
    times = Counter(mark.submission for mark in marks)
    return {mark.key: user_of(mark.delivered).lstrip("0") if times[mark.submission] == 1 else "" for mark in marks}


def _check_item(item: str) -> None:
    """Raise a UsageError if Canvas would not import marks under this heading."""
    if not item:
        raise UsageError(told("error.export.needs_item", to="canvas", what=phrase("export.canvas.what_item")))
    why = ""
    if not canvas.title_and_id(item)[1]:
        why = "no_id"
    elif canvas.is_total(item):
        why = "total"
    elif is_formula(item):
        why = "formula"
    if why:
        raise UsageError(
            told("export.canvas.bad_item", item=show_name(item), reason=phrase(f"export.canvas.obstacle.{why}"))
        )


def _row(mark: Mark, user: str, claims: Mapping[str, int], scale: Scale) -> PlannedRow:
    reason = None
    if mark.points is None:
        reason = phrase("export.no_mark")
    elif not user:
        reason = phrase("export.canvas.no_user")
    elif claims[user] > 1:
        reason = phrase("export.template.claimed", count=claims[user], student=user)
    if reason is not None:
        return PlannedRow(key=mark.key, left_out=reason)
    value = scale.text(mark)
    return PlannedRow(key=mark.key, value=value, warnings=tuple(scale.warnings(value)))


def _file(item: str, scale: Scale, cells: Sequence[tuple[str, str]]) -> bytes:
    """Return the file; names are blank, because Canvas would take a name for a student if it did not know the ID."""
    head = ["Student", "ID", "Section", item]
    maximums = ["    Points Possible", "", "", f"{scale.out_of:.2f}"]
    return csv_bytes([head, maximums, *(["", user, "", value] for user, value in cells)])

"""CSV for Sakai without a template: the accounts are from the roster, the item is from the user."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from torchgrade.errors import UsageError
from torchgrade.exports.csv_text import csv_bytes
from torchgrade.exports.marks.comments import Comments
from torchgrade.exports.marks.formula_cells import is_formula
from torchgrade.exports.marks.identifiers import most_known
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.exports.sakai.reading import Heading, heading
from torchgrade.exports.templates.cell_numbers import number_in
from torchgrade.exports.templates.matching import fold
from torchgrade.exports.templates.scaled import Scale, decimal_text, scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_KINDS = ("login", "number", "email")
"""Fields of a person that may be the account in Sakai, the most likely first."""
_ACCOUNT = re.compile(r"\w[\w.@+-]*")


def plan_new(order: ExportOrder, name: str) -> Planned:
    """Return the plan of a new file.

    :param name: name of the file.
    :raises UsageError: the item is missing, or Sakai would not read its name as an item.
    """
    item = _item(order)
    scale = scale_of(order, number_in(item.points))
    kind = most_known(order.marks, _KINDS)
    accounts = {mark.key: str(getattr(mark.person, kind)).strip() for mark in order.marks}
    claims = Counter(fold(accounts[mark.key]) for mark in order.marks if mark.points is not None)
    rows = tuple(_row(mark, accounts[mark.key], claims, scale) for mark in order.marks)
    comments = Comments(order)
    cells = [
        (accounts[row.key], decimal_text(Decimal(row.value)), comments.text(mark))
        for mark, row in zip(order.marks, rows, strict=True)
        if row.left_out is None
    ]
    if not item.points and order.options.out_of is not None:
        item = Heading(item.title, decimal_text(Decimal(f"{order.options.out_of:.2f}")))
    notes = [phrase("export.sakai.item", item=show_name(_text(item))), *scale.notes(order, rows)]
    if item.points:
        notes.append(phrase("export.sakai.maximum", points=item.points))
    notes += [phrase("export.sakai.account", kind=phrase(f"export.sakai.kind.{kind}"))]
    notes += [phrase("export.sakai.next"), phrase("export.sakai.other_tool")]
    files = (PlannedFile(name=name, data=_file(item, cells)),) if cells else ()
    return Planned(files=files, rows=rows, notes=tuple(notes))


def _item(order: ExportOrder) -> Heading:
    given = (order.options.item or order.options.column).strip()
    if not given:
        raise UsageError(told("error.export.needs_item", to="sakai", what=phrase("export.sakai.what_item")))
    item = heading(given)
    if item is None or item.is_comment or is_formula(given) or "\n" in given or "\\" in given:
        raise UsageError(told("export.sakai.bad_item", item=show_name(given)))
    return item


def _text(item: Heading) -> str:
    return f"{item.title} [{item.points}]" if item.points else item.title


def _row(mark: Mark, account: str, claims: Mapping[str, int], scale: Scale) -> PlannedRow:
    reason = None
    if mark.points is None:
        reason = phrase("export.no_mark")
    elif not account:
        reason = phrase("export.sakai.no_account")
    elif _ACCOUNT.fullmatch(account) is None:
        reason = phrase("export.sakai.odd_account", account=show_name(account))
    elif claims[fold(account)] > 1:
        reason = phrase("export.template.claimed", count=claims[fold(account)], student=show_name(account))
    if reason is not None:
        return PlannedRow(key=mark.key, left_out=reason)
    value = scale.text(mark)
    return PlannedRow(key=mark.key, value=value, warnings=tuple(scale.warnings(value)))


def _file(item: Heading, cells: Sequence[tuple[str, str, str]]) -> bytes:
    """Return the file; names are blank, because Sakai does not read them."""
    has_comments = any(comment for _, _, comment in cells)
    head = ["Student ID", "Name", _text(item), *([f"* {item.title}"] if has_comments else [])]
    lines = ([who, "", value, *([comment] if has_comments else [])] for who, value, comment in cells)
    return csv_bytes([head, *lines])

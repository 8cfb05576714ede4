"""``regrade.csv``: one row for each row of the gradebook whose submission was graded again, for a spreadsheet."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path

from torchgrade.exports.csv_text import csv_bytes
from torchgrade.exports.gradebook import text_cell
from torchgrade.model.changes import Change
from torchgrade.model.files import write_atomically
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show_name

FILE = "regrade.csv"
_HEADER = ("submission", "before", "max before", "after", "max", "change", "mark", "checks")


def write_changes(changes: Sequence[Change], folder: Path) -> Path:
    """Write ``regrade.csv`` into a folder, sorted by key, and return its path.

    ``mark`` is the mark that counts: the points that a person decided, otherwise those after the regrade. A cell is
    empty if there is no total. The headings are English, because programs read them.
    """
    lines = [_HEADER, *map(_row, changes)]
    return write_atomically(folder / FILE, codecs.BOM_UTF8 + csv_bytes(lines))


def _row(change: Change) -> list[str]:
    checks = "; ".join(f"{show_name(one.check)} {_number(one.points, sign='+')}" for one in change.checks)
    return [
        text_cell(show_name(change.key)),
        _number(change.before),
        _number(change.max_before),
        _number(change.after),
        _number(change.max_after),
        _number(change.points),
        _number(change.after if change.decided is None else change.decided),
        text_cell(checks),
    ]


def _number(points: float | None, sign: str = "") -> str:
    if points is None:
        return ""
    return f"{sign if points > 0 else ''}{points_text(points)}"

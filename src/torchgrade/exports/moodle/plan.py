"""Moodle: the offline grading worksheet of an assignment, filled in place.

Only cells of marks and comments change. Source: Moodle, mod/assign/feedback/offline/locallib.php.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from torchgrade.errors import UsageError
from torchgrade.exports.marks.comments import Comments
from torchgrade.exports.moodle.limits import outside
from torchgrade.exports.moodle.participants import Matching, Place, match, named
from torchgrade.exports.moodle.worksheet import Worksheet, read_worksheet
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.exports.templates.scaled import scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

FILE = "moodle-worksheet.csv"
_APOSTROPHE = re.compile(r"'(?=\s*[=+\-@])(?!\s*-\s*\Z)")
"""Apostrophe that Moodle's export puts before a text that begins like a formula, except a single hyphen."""
_ESCAPE = re.compile(r'\\(?="|\Z)')
"""Backslash that PHP's reader takes for an escape of the quote after it."""


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the filled worksheet.

    :raises UsageError: there is no worksheet, or it cannot be read.
    """
    if order.template is None or not order.template.data:
        raise UsageError(told("error.export.needs_template", to="moodle", what=phrase("export.moodle.template")))
    known = frozenset(named(mark).number for mark in order.marks)
    worksheet = read_worksheet(order.template, order.options, known)
    return _Filling(order, worksheet).plan()


class _Filling:
    """Filling of one worksheet."""

    def __init__(self, order: ExportOrder, worksheet: Worksheet) -> None:
        self._order = order
        self._sheet = worksheet
        self._comments = Comments(order)
        self._scale = scale_of(order, Decimal(repr(worksheet.maximum)))
        self._set: set[int] = set()
        """Rows whose comment is ours."""
        self._updates = 0
        """Marks that new versions of Moodle report as updated."""

    def plan(self) -> Planned:
        """Return the plan; fill the cells of marks and comments."""
        found = match(self._order.marks, self._sheet)
        rows = tuple(self._row(mark, place) for mark, place in zip(self._order.marks, found.places, strict=True))
        mended = {
            "others": self._empty_others(found.places, rows),
            "apostrophes": self._drop_apostrophes(),
            "escapes": self._part_escapes(),
        }
        files: tuple[PlannedFile, ...] = ()
        if any(row.left_out is None for row in rows):
            files = (PlannedFile(name=FILE, data=self._sheet.table.to_bytes()),)
        return Planned(files=files, rows=rows, unknown=found.unknown, notes=tuple(self._notes(found, rows, mended)))

    def _row(self, mark: Mark, place: Place) -> PlannedRow:
        reason = self._reason(mark, place)
        if reason is not None or mark.points is None:
            return PlannedRow(key=mark.key, left_out=reason)
        value = self._scale.text(mark)
        # Moodle stores comments as HTML.
        ours = html.escape(self._comments.text(mark), quote=False)
        warnings = {one["phrase"]: one for row in place.rows for one in self._warnings(row, Decimal(value), ours)}
        for row in place.rows:
            self._updates += self._sheet.mark(row) != Decimal(value) != 0
            self._sheet.table.replace(row, self._sheet.grade, value)
            self._comment(row, ours)
        return PlannedRow(key=mark.key, value=value, warnings=tuple(warnings.values()))

    def _reason(self, mark: Mark, place: Place) -> Phrase | None:
        """Return the reason to leave a row out; None if Moodle can take its mark."""
        if mark.points is None:
            return phrase("export.no_mark")
        if place.problem is not None:
            return place.problem
        if any(self._sheet.is_locked(row) for row in place.rows):
            return phrase("export.moodle.locked")
        return outside(mark, self._scale)

    def _warnings(self, row: int, value: Decimal, ours: str) -> Iterator[Phrase]:
        before = self._sheet.mark(row)
        if before != value and value == 0:
            yield phrase("export.moodle.zero")
        if self._sheet.is_stale(row):
            yield phrase("export.moodle.stale")
        elif before is not None and before != value:
            yield phrase("export.moodle.marked")
        if self._keeps_comment(row, ours):
            yield phrase("export.moodle.comment_kept")

    def _keeps_comment(self, row: int, ours: str) -> bool:
        """Return whether a row has a comment that no export wrote, so that it may be a teacher's."""
        if self._sheet.comments is None:
            return False
        return self._comments.keeps(self._sheet.table.value(row, self._sheet.comments), ours)

    def _comment(self, row: int, ours: str) -> None:
        # An empty comment would delete the comment in Moodle.
        if self._sheet.comments is not None and ours and not self._keeps_comment(row, ours):
            self._sheet.table.replace(row, self._sheet.comments, ours, quoted=True)
            self._set.add(row)

    def _empty_others(self, found: Sequence[Place], planned: Sequence[PlannedRow]) -> int:
        """Empty the marks of rows without a mark of ours, and return their number.

        An empty mark changes nothing. The mark of the worksheet would: Moodle rounded it to two decimals, and with the
        box for changed marks it replaces a newer one.
        """
        filled = {row for place, one in zip(found, planned, strict=True) if one.left_out is None for row in place.rows}
        others = [row for row in self._sheet.rows if row not in filled and self._sheet.mark(row) is not None]
        for row in others:
            self._sheet.table.replace(row, self._sheet.grade, "")
        return len(others)

    def _drop_apostrophes(self) -> int:
        """Drop the apostrophes that Moodle put before comments, because its import would add them to the comments."""
        count, table = 0, self._sheet.table
        for row in self._sheet.rows:
            for column in range(self._sheet.modified + 1, len(table.rows[row])):
                text = table.value(row, column)
                is_ours = column == self._sheet.comments and row in self._set
                if not is_ours and _APOSTROPHE.match(text):
                    table.replace(row, column, text[1:])
                    count += 1
        return count

    def _part_escapes(self) -> int:
        """Put a space between a backslash and a quote after it, because Moodle would refuse the whole file."""
        count, table = 0, self._sheet.table
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                if '"' in cell.raw and _ESCAPE.search(cell.value):
                    table.replace(row, column, _ESCAPE.sub(r"\\ ", cell.value))
                    count += 1
        return count

    def _notes(self, found: Matching, rows: Sequence[PlannedRow], mended: Mapping[str, int]) -> Iterator[Phrase]:
        yield from self._scale.notes(self._order, rows)
        table = self._sheet.table
        yield phrase("export.moodle.steps", encoding=table.encoding.upper())
        if (table.encoding, table.delimiter) != ("utf-8", ","):
            yield phrase("export.moodle.spreadsheet")
        yield phrase("export.moodle.group_view")
        if self._updates:
            yield phrase("export.moodle.updates", count=self._updates)
        headings = table.values(0)
        yield phrase(
            "export.moodle.columns",
            grade=show_name(headings[self._sheet.grade]),
            maximum=show_name(headings[self._sheet.maximum_column]),
            date=show_name(headings[self._sheet.modified]),
        )
        if self._sheet.comments is None:
            yield phrase("export.moodle.no_comments")
        else:
            yield phrase("export.moodle.comments", heading=show_name(headings[self._sheet.comments]))
        if self._sheet.changeable is None:
            yield phrase("export.moodle.not_changeable")
        if not found.is_compared:
            yield phrase("export.moodle.not_compared")
        if self._sheet.has_markers:
            yield phrase("export.moodle.markers")
        for entry, count in mended.items():
            if count:
                yield phrase(f"export.moodle.{entry}", count=count)

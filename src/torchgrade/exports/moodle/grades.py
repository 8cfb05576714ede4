"""Moodle: CSV of the gradebook (Grades, Import, CSV file), with one column that identifies students.

One bad row makes Moodle refuse the whole file, so each such row is left out and named. Source: Moodle, load_data.php of
grade/import/csv/classes, and lib/csvlib.class.php.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.exports.csv_text import csv_bytes
from torchgrade.exports.marks.comments import Comments
from torchgrade.exports.marks.formula_cells import is_formula
from torchgrade.exports.moodle.limits import outside
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.exports.templates.scaled import Scale, scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.people import Person
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

FILE = "moodle-grades.csv"
_SAFE = re.compile(r"[\w](?:[\w.@+'/ -]*[\w])?")
"""Form of an identity: no first character that a spreadsheet runs, no quote, no backslash, no control character."""
_NOT_IN_HEADINGS = re.compile(r'[\x00-\x1f\x7f"\\]')
_OLD_LIMIT = 100
"""Largest mark of earlier versions of Moodle, whatever the item's maximum is."""


class _Identity(Struct, frozen=True):
    """Field by which Moodle can find a student."""

    name: str
    """Heading of the column, and the field's name in Moodle."""
    of: Callable[[Person], str]
    """Function that returns the field of a person."""

    def compared(self, person: Person) -> str:
        """Return the field without regard to case, because so Moodle or its database compares it."""
        return self.of(person).casefold()


_IDENTITIES = (
    _Identity("username", lambda person: person.login),
    _Identity("idnumber", lambda person: person.number),
    _Identity("email", lambda person: person.email),
)


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the CSV file.

    :raises UsageError: ``--column`` names no field of Moodle, or ``--item`` cannot be a heading.
    """
    heading = _heading(order.options.item)
    identity = _choose(order)
    times = Counter(identity.compared(mark.person) for mark in order.marks)
    comments = Comments(order)
    scale = scale_of(order, None)
    rows: list[PlannedRow] = []
    table: list[Sequence[str]] = [(identity.name, heading, f"{heading} feedback")]
    for mark in order.marks:
        reason = _reason(mark, identity, times, scale)
        if reason is not None or mark.points is None:
            rows.append(PlannedRow(key=mark.key, left_out=reason))
            continue
        value = scale.text(mark)
        warnings = (phrase("export.moodle_csv.above_100"),) if float(value) > _OLD_LIMIT else ()
        rows.append(PlannedRow(key=mark.key, value=value, warnings=warnings))
        # Moodle shows the text as HTML.
        comment = html.escape(comments.text(mark), quote=False)
        table.append((identity.of(mark.person), value, comment))
    files = (PlannedFile(name=FILE, data=csv_bytes(table)),) if len(table) > 1 else ()
    return Planned(files=files, rows=tuple(rows), notes=(*scale.notes(order, rows), *_notes(identity, heading)))


def _heading(item: str) -> str:
    if not item:
        return "torchgrade"
    if is_formula(item) or _NOT_IN_HEADINGS.search(item):
        raise UsageError(told("error.export.moodle_item", name=show_name(item)))
    return item


def _choose(order: ExportOrder) -> _Identity:
    """Return the field that ``--column`` names, otherwise the field that identifies most students with a mark."""
    if order.options.column:
        named = [one for one in _IDENTITIES if one.name == order.options.column.casefold()]
        if not named:
            raise UsageError(told("error.export.moodle_identity", name=show_name(order.options.column)))
        return named[0]

    def usable(identity: _Identity) -> int:
        times = Counter(identity.compared(mark.person) for mark in order.marks)
        return sum(_identity_problem(mark, identity, times) is None for mark in order.marks if mark.points is not None)

    return max(_IDENTITIES, key=usable)


def _reason(mark: Mark, identity: _Identity, times: Counter[str], scale: Scale) -> Phrase | None:
    """Return the reason to leave a row out; None if Moodle can read it."""
    if mark.points is None:
        return phrase("export.no_mark")
    return _identity_problem(mark, identity, times) or outside(mark, scale)


def _identity_problem(mark: Mark, identity: _Identity, times: Counter[str]) -> Phrase | None:
    """Return the reason why the identity of a row is not usable.

    A blank identity gives the mark to the student of the row before in earlier versions of Moodle.
    """
    text = identity.of(mark.person)
    if not text:
        return phrase("export.moodle_csv.no_identity", field=identity.name)
    if not _SAFE.fullmatch(text):
        return phrase("export.moodle_csv.odd_identity", field=identity.name, value=show_name(text))
    if times[identity.compared(mark.person)] > 1:
        return phrase("export.moodle_csv.twice", field=identity.name, value=show_name(text))
    return None


def _notes(identity: _Identity, heading: str) -> tuple[Phrase, ...]:
    return (
        phrase("export.moodle_csv.steps"),
        phrase("export.moodle_csv.map", field=identity.name, grade=show_name(heading)),
        phrase("export.moodle_csv.item"),
        phrase("export.moodle_csv.one_bad_row", field=identity.name),
        phrase("export.moodle_csv.overridden"),
    )

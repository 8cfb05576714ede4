"""Gradebook that Sakai exported: its students, its items, and the comments on one of them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from torchgrade.errors import UsageError
from torchgrade.exports.planned import Template
from torchgrade.exports.sakai.reading import Heading, heading, is_ignored
from torchgrade.exports.templates.cell_numbers import count_formulas, number_in
from torchgrade.exports.templates.csv_template import parse
from torchgrade.exports.templates.matching import Student, fold, with_name
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_MOST_NAMED = 20
_FIRST_ITEM = 2
"""Columns of the student: the account and the name."""


class SakaiTemplate:
    """Template, read as Sakai will read it: the account is the first column, whatever its heading is."""

    def __init__(self, template: Template) -> None:
        """Read the cells.

        :raises UsageError: Sakai would refuse the file.
        """
        self._shown = show_name(str(template.path))
        self.table = parse(template)
        self.headings = self.table.values(0) if self.table.rows else []
        texts = list(enumerate(self.headings))[_FIRST_ITEM:]
        read = {place: heading(text) for place, text in texts}
        odd = [text for place, text in texts if read[place] is None and not is_ignored(text)]
        if not read or odd:
            raise self._refused("heading" if odd else "empty", heading=show_name(odd[0]) if odd else "")
        self._columns = {place: one for place, one in read.items() if one is not None}
        twice = [one.title for one, count in Counter(map(_identity, self._columns.values())).items() if count > 1]
        if twice:
            raise self._refused("twice", heading=show_name(twice[0]))
        self._rows = [row for row in range(1, len(self.table.rows)) if self._account(row)]
        accounts = Counter(self._account(row) for row in self._rows)
        if several := [account for account, count in accounts.items() if count > 1]:
            raise self._refused("student", heading=show_name(several[0]))

    def _refused(self, why: str, **values: str) -> UsageError:
        reason = phrase(f"export.sakai.refused.{why}", **values)
        return UsageError(told("export.template.refused", name=self._shown, to="Sakai", reason=reason))

    def _account(self, row: int) -> str:
        return self.table.value(row, 0).strip()

    def column(self, wanted: str) -> int:
        """Return the place of the item that the user named; the only one if the user named none.

        :raises UsageError: no item or several fit.
        """
        items = {place: one for place, one in self._columns.items() if not one.is_comment}
        named = {place for place, one in items.items() if wanted in {one.title, self.headings[place].strip()}}
        found = sorted(named if wanted else items)
        if len(found) == 1:
            return found[0]
        why = "unknown" if wanted else "choose" if items else "none"
        shown = [show_name(one.title) for one in list(items.values())[:_MOST_NAMED]]
        reason = phrase(f"export.sakai.unclear.{why}", headings=listed(shown), wanted=show_name(wanted))
        raise UsageError(told("export.template.unclear", name=self._shown, reason=reason))

    def comments(self, place: int) -> int | None:
        """Return the place of the comments on an item; None if there is none."""
        title = self._columns[place].title
        return next((at for at, one in self._columns.items() if one.is_comment and one.title == title), None)

    def maximum(self, place: int) -> Decimal | None:
        """Return the maximum of an item; None if its heading has none."""
        return number_in(self._columns[place].points)

    def students(self) -> list[Student]:
        """Return the students."""
        return [
            Student(
                rows=(row,),
                shown=with_name(self._account(row), self.table.value(row, 1)),
                ids=frozenset({("account", fold(self._account(row)))}),
            )
            for row in self._rows
        ]

    def formulas(self) -> int:
        """Return the number of cells that a spreadsheet would compute."""
        values = (value for row in self._rows for value in self.table.values(row))
        return count_formulas(values)


def _identity(column: Heading) -> Heading:
    return Heading(column.title, is_comment=column.is_comment)

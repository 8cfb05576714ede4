"""Download of Blackboard's Grade Center: its students, its columns, and the comments on one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from torchgrade.deliveries.rosters.headings import find_columns
from torchgrade.errors import UsageError
from torchgrade.exports.planned import Template
from torchgrade.exports.templates.cell_numbers import count_formulas, number_in
from torchgrade.exports.templates.csv_template import parse
from torchgrade.exports.templates.matching import Student, fold, with_name
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_HEADING = re.compile(r"(?P<title>.*?)\s*(?:\[(?P<about>[^\[\]]*)\])?\s*\|(?P<id>[0-9]+)", re.DOTALL)
_MAXIMUM = re.compile(r"[0-9][0-9.,]*")
_SCORE = {"", "score"}
"""Displays in which a number in a cell is points."""
_FEEDBACK = "Feedback to Learner"
_FORMAT = "Feedback Format"
_MOST_NAMED = 20


class _Column(Struct, frozen=True):
    """Column of the Grade Center that can take marks."""

    place: int
    """Place in the file, from 0."""
    title: str
    """Name of the item."""
    about: str
    """Text in brackets, ``Total Pts: 40 Score``."""
    id: str
    """Number after the bar."""

    @property
    def heading(self) -> str:
        """Title and id, for a person."""
        return f"{self.title} |{self.id}"

    @property
    def is_total(self) -> bool:
        """Whether Blackboard computes the column: its maximum is ``up to`` a number."""
        return "up to" in self.about.lower()


class BlackboardTemplate:
    """Template, read as Blackboard will read it: students by the user name, columns by the id after the bar."""

    def __init__(self, template: Template) -> None:
        """Read the cells.

        :raises UsageError: the file has no column of user names.
        """
        self._shown = show_name(str(template.path))
        self.table = parse(template)
        self.headings = self.table.values(0) if self.table.rows else []
        kinds = find_columns(self.headings) or {}
        logins = [place for place, heading in enumerate(self.headings) if heading.strip() == "Username"]
        self._login = [*logins, *kinds.get("login", ())][:1]
        self._numbers = kinds.get("number", ())
        if not self._login:
            reason = phrase("export.blackboard.refused")
            raise UsageError(told("export.template.refused", name=self._shown, to="Blackboard", reason=reason))
        self._columns = list(self._read_columns())
        self.feedback = self._place_of(_FEEDBACK)
        """Place of the comments; None if the download has none."""
        self.feedback_format = self._place_of(_FORMAT)
        """Place of the format of the comments."""

    def _read_columns(self) -> Sequence[_Column]:
        matches = [(place, _HEADING.fullmatch(heading.strip())) for place, heading in enumerate(self.headings)]
        return [
            _Column(place, match["title"], match["about"] or "", match["id"])
            for place, match in matches
            if match is not None
        ]

    def _place_of(self, heading: str) -> int | None:
        found = [place for place, text in enumerate(self.headings) if text.strip() == heading]
        return found[0] if len(found) == 1 else None

    def column(self, wanted: str) -> int:
        """Return the place of the column that the user named; the only one if the user named none.

        :raises UsageError: no column or several fit.
        """
        usable = [column for column in self._columns if not column.is_total]
        if not wanted:
            found = usable
            why = "choose" if usable else "none"
        else:
            wanted = wanted.removeprefix("|")
            exact = [one for one in usable if wanted in {self.headings[one.place].strip(), one.heading, one.id}]
            found = exact or [one for one in usable if one.title == wanted]
            why = "several" if found else "unknown"
        ids = [column.id for column in self._columns]
        if len(found) == 1 and ids.count(found[0].id) == 1:
            return found[0].place
        shown = [show_name(one.heading) for one in (found or usable)[:_MOST_NAMED]]
        reason = phrase(f"export.blackboard.unclear.{why}", headings=listed(shown), wanted=show_name(wanted))
        raise UsageError(told("export.template.unclear", name=self._shown, reason=reason))

    def maximum(self, place: int) -> Decimal | None:
        """Return the maximum in the heading of a column; None if there is none."""
        found = _MAXIMUM.search(self._at(place).about)
        return None if found is None else number_in(found[0])

    def other_display(self, place: int) -> str:
        """Return the display of a column, such as ``Percentage``, if a number in it may not be points."""
        about = self._at(place).about
        found = _MAXIMUM.search(about)
        display = "" if found is None else about[found.end() :].strip()
        return "" if display.lower() in _SCORE else display

    def _at(self, place: int) -> _Column:
        return next(column for column in self._columns if column.place == place)

    def _cell(self, row: int, places: Sequence[int]) -> str:
        return self.table.value(row, places[0]).strip() if places else ""

    def students(self) -> list[Student]:
        """Return the students; rows with the same user name are one student."""
        groups: dict[str, list[int]] = {}
        for row in range(1, len(self.table.rows)):
            if login := fold(self._cell(row, self._login)):
                groups.setdefault(login, []).append(row)
        return [self._student(login, rows) for login, rows in groups.items()]

    def _student(self, login: str, rows: list[int]) -> Student:
        numbers = {fold(self._cell(row, self._numbers)) for row in rows} - {""}
        name = " ".join(self.table.value(rows[0], place).strip() for place in (1, 0) if place not in self._login)
        return Student(
            rows=tuple(rows),
            shown=with_name(self._cell(rows[0], self._login), name),
            ids=frozenset(("account", one) for one in {login, *numbers}),
        )

    def texts(self, place: int) -> int:
        """Return the number of cells of a column that have a text in place of a mark, such as a status."""
        cells = (self.table.value(row, place).strip() for row in range(1, len(self.table.rows)))
        return sum(bool(cell) and number_in(cell) is None for cell in cells)

    def formulas(self) -> int:
        """Return the number of cells that a spreadsheet would compute."""
        values = (value for row in range(1, len(self.table.rows)) for value in self.table.values(row))
        return count_formulas(values)

"""Gradebook that Canvas exported: its students, its assignments, and the cells of one of them."""

from __future__ import annotations

from decimal import Decimal

from torchgrade.errors import UsageError
from torchgrade.exports.canvas import reading as canvas
from torchgrade.exports.planned import Template
from torchgrade.exports.templates.cell_numbers import count_formulas, number_in
from torchgrade.exports.templates.csv_template import CsvTable, parse
from torchgrade.exports.templates.matching import Student, fold, with_name
from torchgrade.model.phrases import Phrase, listed, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_MOST_NAMED = 20
"""Headings that an error names."""


class CanvasTemplate:
    """Template, read as Canvas will read it."""

    def __init__(self, template: Template) -> None:
        """Read the cells.

        :raises UsageError: Canvas would refuse the file.
        """
        self.shown = show_name(str(template.path))
        self.table = parse(template, canvas.delimiter)
        self._head = next(
            (place for place in range(len(self.table.rows)) if not self._is_skipped(place)), len(self.table.rows)
        )
        self.headings = self.table.values(self._head) if self._head < len(self.table.rows) else []
        places = canvas.student_columns(self.headings)
        if places is None:
            raise self._refused("header" if self._other_header() is None else "delimiter")
        self._places = places
        self._check_text()
        self._first_assignment = self._places["section"] + 1
        self._rows = list(range(self._head + 1, len(self.table.rows)))
        self._maximums = [row for row in self._rows if canvas.is_points_possible(self.table.value(row, 0))]

    def _is_skipped(self, row: int) -> bool:
        return canvas.is_skipped(self.table.delimiter.join(cell.raw for cell in self.table.rows[row]))

    def _check_text(self) -> None:
        """Raise a UsageError if Canvas cannot parse the file."""
        if self.table.encoding != "utf-8":
            raise self._refused("encoding", encoding=self.table.encoding)
        if self.table.stray_quotes:
            raise self._refused("quote", row=self.table.stray_quotes[0] + 1)
        if self.table.mark and (self.table.rows[0][0].is_quoted or self.headings[0] == "LastName"):
            raise self._refused("mark")

    def _other_header(self) -> dict[str, int] | None:
        """Return the columns that the other delimiter would give."""
        other = ";" if self.table.delimiter == "," else ","
        rows = CsvTable(self.table.encoding, b"", self.table.text.partition("\n")[0], other).rows
        return canvas.student_columns([cell.value for cell in rows[0]]) if rows else None

    def _refused(self, why: str, **values: str | int) -> UsageError:
        reason = phrase(f"export.canvas.refused.{why}", **values)
        return UsageError(told("export.template.refused", name=self.shown, to="Canvas", reason=reason))

    def column(self, wanted: str) -> int:
        """Return the column of the assignment that the user named; the only one if the user named none.

        :raises UsageError: no assignment or several fit, or Canvas would not import the column.
        """
        usable = {place: heading for place, heading in self._assignments() if self._obstacle(place) is None}
        if not wanted:
            if len(usable) == 1:
                return next(iter(usable))
            raise self._unclear("choose" if usable else "none", list(usable.values()))
        exact = [place for place, heading in self._assignments() if wanted == heading.strip()]
        by_id = [place for place, heading in usable.items() if canvas.title_and_id(heading)[1] == wanted]
        by_title = [place for place, heading in usable.items() if canvas.title_and_id(heading)[0].strip() == wanted]
        found = exact or by_id or by_title
        if not found:
            raise self._unclear("unknown", list(usable.values()), wanted=show_name(wanted))
        obstacle = self._obstacle(found[0])
        if len(found) == 1 and obstacle is not None:
            raise UsageError(told("export.template.column", name=self.shown, column=show_name(wanted), reason=obstacle))
        number = canvas.title_and_id(self.headings[found[0]])[1]
        alike = [heading for _, heading in self._assignments() if canvas.title_and_id(heading)[1] == number]
        if len(found) > 1 or len(alike) > 1:
            raise self._unclear("several", alike if len(found) == 1 else [self.headings[one] for one in found])
        return found[0]

    def _assignments(self) -> list[tuple[int, str]]:
        return list(enumerate(self.headings))[self._first_assignment :]

    def _obstacle(self, place: int) -> Phrase | None:
        """Return why Canvas would not import a column of the template."""
        heading = self.headings[place]
        if canvas.is_total(heading):
            return phrase("export.canvas.obstacle.total")
        if any(canvas.is_read_only(self.table.value(row, place)) for row in self._maximums):
            return phrase("export.canvas.obstacle.read_only")
        if not canvas.title_and_id(heading)[1]:
            return phrase("export.canvas.obstacle.no_id")
        return None

    def _unclear(self, why: str, headings: list[str], **values: str) -> UsageError:
        shown = [show_name(heading) for heading in dict.fromkeys(headings)]
        if len(shown) > _MOST_NAMED:
            shown[_MOST_NAMED:] = ["…"]
        reason = phrase(f"export.canvas.column.{why}", headings=listed(shown), **values)
        return UsageError(told("export.template.unclear", name=self.shown, reason=reason))

    def maximum(self, column: int) -> Decimal | None:
        """Return the maximum of an assignment; None if the template has none."""
        found = [value for row in self._maximums if (value := number_in(self.table.value(row, column)))]
        return found[-1] if found else None

    def students(self) -> list[Student]:
        """Return the students; rows with the same ID are one student."""
        groups: dict[tuple[str, str], list[int]] = {}
        for row in self._rows:
            values = self.table.values(row)
            if row in self._maximums or self._is_skipped(row) or canvas.is_no_student(values):
                continue
            number = canvas.user_id(self._cell(row, "id"))
            identity = ("user", number) if number else ("row", str(row))
            groups.setdefault(identity, []).append(row)
        return [self._student(rows, number if kind == "user" else "") for (kind, number), rows in groups.items()]

    def _student(self, rows: list[int], number: str) -> Student:
        ids = {("account", fold(self._cell(row, kind))) for row in rows for kind in ("sis", "login")}
        if number:
            ids.add(("lms", number))
        first = rows[0]
        name = " ".join(self.table.values(first)[: self._places["id"]]).strip()
        shown = with_name(number or self._cell(first, "login") or self._cell(first, "sis"), name)
        return Student(rows=tuple(rows), shown=shown, ids=frozenset(one for one in ids if one[1]))

    def _cell(self, row: int, kind: str) -> str:
        return self.table.value(row, self._places[kind]).strip() if kind in self._places else ""

    def formulas(self) -> int:
        """Return the number of cells that a spreadsheet would compute."""
        values = (value for row in self._rows for value in self.table.values(row))
        return count_formulas(value for value in values if not canvas.is_empty(value))

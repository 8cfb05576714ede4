"""``canvas``: the gradebook CSV that Canvas imports, filled into its own export or made from a delivery of Canvas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from torchgrade.exports import canvas_reading as canvas
from torchgrade.exports.canvas_names import user_of
from torchgrade.exports.canvas_new import plan_new
from torchgrade.exports.canvas_template import CanvasTemplate
from torchgrade.exports.matching import Id, Student, ids_of, match
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow, Template
from torchgrade.exports.scaled import scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name

FILE = "canvas-grades.csv"
_FOREIGN = {"moodle", "aplus"}
"""Layouts whose numbers of people are not those of Canvas."""


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the gradebook.

    :raises UsageError: template or item is missing, or Canvas would not import them.
    """
    if order.template is None:
        return plan_new(order, FILE)
    return _Filling(order, order.template).planned()


class _Filling:
    """Marks on their way into a template."""

    def __init__(self, order: ExportOrder, template: Template) -> None:
        self._order = order
        self._template = CanvasTemplate(template)
        options = order.options
        self._column = self._template.column((options.item or options.column).strip())
        self._scale = scale_of(order, self._template.maximum(self._column))
        self._times = Counter(mark.submission for mark in order.marks)
        self._matches = match(order.marks, self._template.students(), self._ids)

    def _ids(self, mark: Mark) -> Iterable[Id]:
        """Return the ids of a mark; the number of the user in Canvas counts only if it is from Canvas."""
        yield from ids_of(mark)
        user = user_of(mark.delivered) if self._times[mark.submission] == 1 else ""
        layout = "" if mark.delivered is None else mark.delivered.layout
        number = user or ("" if layout in _FOREIGN else canvas.user_id(mark.person.lms))
        if number:
            yield "lms", number.lstrip("0")

    def planned(self) -> Planned:
        """Return the filled template, and what happened to each mark."""
        rows = tuple(self._row(mark) for mark in self._order.marks)
        is_filled = any(row.left_out is None for row in rows)
        data = self._template.table.to_bytes()
        return Planned(
            files=(PlannedFile(name=FILE, data=data),) if is_filled else (),
            rows=rows,
            unknown=self._matches.unknown,
            notes=tuple(self._notes(rows)),
        )

    def _row(self, mark: Mark) -> PlannedRow:
        student = self._matches.found.get(mark.key)
        if student is None:
            reason = phrase("export.no_mark") if mark.points is None else self._matches.reasons[mark.key]
            return PlannedRow(key=mark.key, left_out=reason)
        old = self._old(student)
        obstacle = self._obstacle(mark, old)
        if obstacle is not None:
            return PlannedRow(key=mark.key, left_out=obstacle)
        value = self._scale.text(mark)
        warnings = [*self._scale.warnings(value), *self._changes(mark, student, old, value)]
        for row in student.rows:
            cell = self._template.table.value(row, self._column)
            # An equal mark keeps its bytes, because Canvas sends every cell that differs as text.
            if canvas.number(cell) != canvas.number(value):
                self._template.table.replace(row, self._column, value)
        return PlannedRow(key=mark.key, value=value, warnings=tuple(warnings))

    def _old(self, student: Student) -> str:
        """Return the mark of a student in the template; of several rows the last counts."""
        cells = [self._template.table.value(row, self._column).strip() for row in student.rows]
        return next((cell for cell in reversed(cells) if not canvas.is_empty(cell)), "")

    def _obstacle(self, mark: Mark, old: str) -> Phrase | None:
        """Return why a student of the template gets no mark."""
        if mark.points is None:
            return phrase("export.template.kept", old=show_name(old)) if old else phrase("export.no_mark")
        if canvas.is_unassigned(old):
            return phrase("export.canvas.unassigned")
        if canvas.is_excused(old) and not self._order.options.overwrite:
            return phrase("export.canvas.excused")
        return None

    def _changes(self, mark: Mark, student: Student, old: str, value: str) -> Iterable[Phrase]:
        """Yield what a person may not expect: another mark, several rows, another number of the user."""
        if old and canvas.number(old) != canvas.number(value):
            yield phrase("export.template.replaced", old=show_name(old), new=value)
        if len(student.rows) > 1:
            yield phrase("export.canvas.rows", count=len(student.rows))
        user, listed_as = user_of(mark.delivered), canvas.user_id(mark.person.lms)
        if user and listed_as and user.lstrip("0") != listed_as:
            yield phrase("export.canvas.other_id", user=user, listed=listed_as)

    def _notes(self, rows: Sequence[PlannedRow]) -> Iterable[Phrase]:
        heading = self._template.headings[self._column]
        yield phrase("export.canvas.item", item=show_name(heading))
        yield from self._scale.notes(self._order, rows)
        if formulas := self._template.formulas():
            yield phrase("export.template.formulas", count=formulas)
        yield phrase("export.canvas.next")
        yield phrase("export.canvas.fresh")

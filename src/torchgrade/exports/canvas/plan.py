"""``canvas``: the gradebook CSV that Canvas imports, filled into its own export or made from a delivery of Canvas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from torchgrade.exports.canvas import reading as canvas
from torchgrade.exports.canvas.names import user_of
from torchgrade.exports.canvas.new import plan_new
from torchgrade.exports.canvas.template import CanvasTemplate
from torchgrade.exports.planned import ExportOrder, Planned, Template
from torchgrade.exports.templates.filling import Filling
from torchgrade.exports.templates.matching import OWN_NUMBERS, Id, Student, ids_of, match
from torchgrade.exports.templates.scaled import scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name

FILE = "canvas-grades.csv"


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the gradebook.

    :raises UsageError: template or item is missing, or Canvas would not import them.
    """
    if order.template is None:
        return plan_new(order, FILE)
    return _CanvasFilling(order, order.template).planned(FILE)


class _CanvasFilling(Filling):
    """Marks on their way into a gradebook that Canvas exported."""

    def __init__(self, order: ExportOrder, template: Template) -> None:
        self._template = CanvasTemplate(template)
        column = self._template.column((order.options.item or order.options.column).strip())
        self._times = Counter(mark.submission for mark in order.marks)

        def ids(mark: Mark) -> Iterator[Id]:
            """Yield the ids of a mark; the number of the user in Canvas counts only if it is from Canvas."""
            yield from ids_of(mark)
            layout = "" if mark.delivered is None else mark.delivered.layout
            if layout == "canvas" and self._is_own(mark):
                found = user_of(mark.delivered)
            else:
                found = "" if layout in OWN_NUMBERS - {"canvas"} else canvas.user_id(mark.person.lms)
            if found:
                yield "lms", found.lstrip("0")

        scale = scale_of(order, self._template.maximum(column))
        super().__init__(order, self._template.table, column, scale, match(order.marks, self._template.students(), ids))

    def _is_own(self, mark: Mark) -> bool:
        """Return whether the user who submitted is the student of the row, not another member of a group."""
        return self._times[mark.submission] == 1

    @property
    def is_quoted(self) -> bool:
        """Whether every cell has quotes; Canvas quotes only cells that need quotes."""
        return False

    def is_empty(self, text: str) -> bool:
        """Return whether Canvas reads no mark in a cell."""
        return canvas.is_empty(text)

    def obstacle(self, old: str) -> Phrase | None:
        """Return why a student gets no mark: Canvas drops it, or a person excused the student."""
        if canvas.is_unassigned(old):
            return phrase("export.canvas.unassigned")
        if canvas.is_excused(old) and not self.order.options.overwrite:
            return phrase("export.canvas.excused")
        return None

    def warnings(self, mark: Mark, student: Student) -> Iterable[Phrase]:
        """Yield what a person may not expect: several rows, or another number of the user."""
        if len(student.rows) > 1:
            yield phrase("export.canvas.rows", count=len(student.rows))
        user = user_of(mark.delivered) if self._is_own(mark) else ""
        listed_as = canvas.user_id(mark.person.lms)
        if user and listed_as and user.lstrip("0") != listed_as:
            yield phrase("export.canvas.other_id", user=user, listed=listed_as)

    def item(self) -> Phrase:
        """Return the assignment."""
        return phrase("export.canvas.item", item=show_name(self._template.headings[self.column]))

    def notes(self) -> Iterable[Phrase]:
        """Yield what to do in Canvas, and what Canvas does with the file."""
        if formulas := self._template.formulas():
            yield phrase("export.template.formulas", count=formulas)
        yield phrase("export.canvas.next")
        yield phrase("export.canvas.dropped")
        yield phrase("export.canvas.fresh")

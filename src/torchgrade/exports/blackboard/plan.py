"""``blackboard``: the download of the Grade Center with one column filled in (importers.md, section 9).

Source: Blackboard Help, "Work offline with grade data"; headings of downloads in public scripts.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import PurePath

from torchgrade.errors import UsageError
from torchgrade.exports.blackboard.template import BlackboardTemplate
from torchgrade.exports.marks.comments import Comments
from torchgrade.exports.planned import ExportOrder, Planned, Template
from torchgrade.exports.templates.filling import Filling
from torchgrade.exports.templates.matching import Student, match
from torchgrade.exports.templates.scaled import scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

FILE = "blackboard-grades"
_SUFFIXES = {".csv", ".xls", ".txt"}
_HTML = "HTML"


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the filled download.

    :raises UsageError: the template is missing, or it does not show the column.
    """
    if order.template is None:
        what = phrase("export.blackboard.what_template")
        raise UsageError(told("error.export.needs_template", to="blackboard", what=what))
    # Blackboard chooses the separator by the suffix.
    suffix = PurePath(order.template.path).suffix.lower()
    return _BlackboardFilling(order, order.template).planned(FILE + (suffix if suffix in _SUFFIXES else ".csv"))


class _BlackboardFilling(Filling):
    """Marks on their way into a download of the Grade Center."""

    def __init__(self, order: ExportOrder, template: Template) -> None:
        self._template = BlackboardTemplate(template)
        column = self._template.column((order.options.column or order.options.item).strip())
        self._comments = Comments(order)
        scale = scale_of(order, self._template.maximum(column))
        super().__init__(order, self._template.table, column, scale, match(order.marks, self._template.students()))

    def warnings(self, mark: Mark, student: Student) -> Iterable[Phrase]:
        """Write the comment; yield several rows of the student, and a comment that stays."""
        if len(student.rows) > 1:
            yield phrase("export.blackboard.rows", count=len(student.rows))
        feedback, form = self._template.feedback, self._template.feedback_format
        text = self._comments.text(mark)
        if feedback is None or not text:
            return
        if any(self._comments.keeps(self.table.value(row, feedback), text) for row in student.rows):
            yield phrase("export.template.comment_kept")
            return
        for row in student.rows:
            is_plain = form is not None and self.table.value(row, form).strip() not in {"", _HTML}
            self.table.replace(row, feedback, text if is_plain else html.escape(text), quoted=self.is_quoted)
            if form is not None and not is_plain:
                self.table.replace(row, form, _HTML, quoted=self.is_quoted)

    def item(self) -> Phrase:
        """Return the column."""
        return phrase("export.blackboard.column", column=show_name(self._template.headings[self.column]))

    def notes(self) -> Iterable[Phrase]:
        """Yield what is odd in the column, and what to do in Blackboard."""
        if kind := self._template.other_display(self.column):
            yield phrase("export.blackboard.display", kind=show_name(kind))
        if texts := self._template.texts(self.column):
            yield phrase("export.blackboard.texts", count=texts)
        if formulas := self._template.formulas():
            yield phrase("export.template.formulas", count=formulas)
        yield phrase("export.blackboard.next")

"""``sakai``: a CSV for the gradebook of Sakai, filled into its own export or made from the accounts of the roster.

Sources: ImportGradesHelper.java and GradeValidator.java (importers.md, section 9).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from torchgrade.exports.marks.comments import Comments
from torchgrade.exports.planned import ExportOrder, Planned, Template
from torchgrade.exports.sakai.new import plan_new
from torchgrade.exports.sakai.template import SakaiTemplate
from torchgrade.exports.templates.filling import Filling
from torchgrade.exports.templates.matching import Student, match
from torchgrade.exports.templates.scaled import decimal_text, scale_of
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name

FILE = "sakai-grades.csv"


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the CSV.

    :raises UsageError: the item is missing, or Sakai would refuse the file.
    """
    if order.template is None:
        return plan_new(order, FILE)
    return _SakaiFilling(order, order.template).planned(FILE)


class _SakaiFilling(Filling):
    """Marks on their way into a gradebook that Sakai exported."""

    def __init__(self, order: ExportOrder, template: Template) -> None:
        self._template = SakaiTemplate(template)
        column = self._template.column((order.options.item or order.options.column).strip())
        self._comment_column = self._template.comments(column)
        self._comments = Comments(order)
        self._before = self._template.table.to_bytes()
        scale = scale_of(order, self._template.maximum(column))
        super().__init__(order, self._template.table, column, scale, match(order.marks, self._template.students()))

    def cell(self, value: str) -> str:
        """Return a mark without zeros at its end, because Sakai compares texts.

        A teacher whose decimal sign is a comma gets a file with semicolons, and Sakai then reads a comma in numbers.
        """
        text = decimal_text(Decimal(value))
        return text.replace(".", ",") if self.table.delimiter == ";" else text

    def warnings(self, mark: Mark, student: Student) -> Iterable[Phrase]:
        """Write the comment; yield that a comment of a person stays."""
        text = self._comments.text(mark)
        if self._comment_column is None or not text:
            return
        (row,) = student.rows
        if self._comments.keeps(self.table.value(row, self._comment_column), text):
            yield phrase("export.template.comment_kept")
        else:
            self.table.replace(row, self._comment_column, text, quoted=self.is_quoted)

    def item(self) -> Phrase:
        """Return the item."""
        return phrase("export.sakai.item", item=show_name(self._template.headings[self.column]))

    def notes(self) -> Iterable[Phrase]:
        """Yield what to do in Sakai, and what Sakai does with the file."""
        if self.table.to_bytes() == self._before:
            yield phrase("export.sakai.no_change")
        if formulas := self._template.formulas():
            yield phrase("export.template.formulas", count=formulas)
        yield phrase("export.sakai.next")
        yield phrase("export.sakai.other_tool")

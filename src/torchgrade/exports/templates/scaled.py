"""Points of an item in an LMS: the maximum that counts, the marks on this scale, and the notes about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from torchgrade.exports.marks.numbers import is_rounded, mark_text, short
from torchgrade.exports.planned import ExportOrder, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase


class Scale(Struct, frozen=True, kw_only=True):
    """Scale from the points of the run to the points of an item."""

    out_of: float
    """Maximum of the item to which marks are scaled."""
    maximum: Decimal | None
    """Maximum according to the template; None if it has none."""
    whole: bool
    """Whether marks are rounded to whole numbers."""

    @property
    def limit(self) -> Decimal:
        """Largest mark that the item expects."""
        return _exact(self.out_of) if self.maximum is None else self.maximum

    def text(self, mark: Mark) -> str:
        """Return the mark of a row as the LMS reads it; empty if the row has none."""
        if mark.points is None:
            return ""
        return mark_text(mark.points, mark.max_points, self.out_of, whole=self.whole)

    def warnings(self, value: str) -> Iterator[Phrase]:
        """Yield what the LMS may not expect of a mark."""
        if Decimal(value) > self.limit:
            yield phrase("export.template.over", value=value, maximum=decimal_text(self.limit))

    def notes(self, order: ExportOrder, rows: Sequence[PlannedRow]) -> Iterator[Phrase]:
        """Yield what concerns the scale of the whole export."""
        points, out_of = decimal_text(_exact(order.rows.max_points)), decimal_text(_exact(self.out_of))
        if points != out_of:
            yield phrase("export.template.scaled", points=points, out_of=out_of)
        if self.maximum is None:
            yield phrase("export.template.no_maximum", out_of=out_of)
        elif self.maximum != _exact(self.out_of):
            yield phrase("export.template.other_maximum", maximum=decimal_text(self.maximum), out_of=out_of)
        written = {row.key for row in rows if row.left_out is None}
        rounded = sum(
            is_rounded(mark.points, mark.max_points, self.out_of, whole=self.whole)
            for mark in order.marks
            if mark.points is not None and mark.key in written
        )
        if rounded:
            yield phrase("export.template.rounded", count=rounded)


def scale_of(order: ExportOrder, maximum: Decimal | None) -> Scale:
    """Return the scale: ``--out-of`` counts more than the maximum of the template, and that more than the run's."""
    known = maximum if maximum is not None and maximum > 0 else None
    given = order.options.out_of
    out_of = given if given is not None else float(known) if known is not None else order.rows.max_points
    return Scale(out_of=out_of, maximum=known, whole=order.options.whole)


def decimal_text(number: Decimal) -> str:
    """Return a number without zeros at its end: ``40``, ``2.5``."""
    return short(format(number, "f"))


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))

"""Moodle: marks against the maximum of the item, for each of its exports."""

from __future__ import annotations

from decimal import Decimal

from torchgrade.exports.marks.numbers import mark_text
from torchgrade.exports.planned import ExportOrder
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase


def over(mark: Mark, out_of: float | None, whole: bool, maximum: float | None = None) -> Phrase | None:
    """Return the reason to leave out a mark that Moodle refuses or skips: negative, or above the maximum.

    :param maximum: maximum of the item in Moodle, if it is known; otherwise that of the scaled marks.
    """
    assert mark.points is not None
    value = Decimal(mark_text(mark.points, mark.max_points, out_of, whole=whole))
    limit = maximum if maximum is not None else out_of if out_of is not None else mark.max_points
    if value < 0:
        return phrase("export.moodle.negative", value=str(value))
    if value > Decimal(repr(limit)):
        return phrase("export.moodle.over", value=str(value), maximum=limit)
    return None


def scale_notes(order: ExportOrder, out_of: float | None) -> list[Phrase]:
    """Return the notes on scale and rounding."""
    notes = []
    if out_of is not None and out_of != order.rows.max_points:
        notes.append(phrase("export.moodle.scaled", maximum=order.rows.max_points, out_of=out_of))
    if order.options.whole:
        notes.append(phrase("export.moodle.whole"))
    return notes

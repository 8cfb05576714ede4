"""Text of a mark with what a person should know about it: rounding, the scale, and points over the maximum."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from torchgrade.exports.marks.numbers import exact, is_rounded, mark_text, short
from torchgrade.exports.planned import ExportOptions, ExportOrder
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase


class Marked(Struct, frozen=True, kw_only=True):
    """Mark as it is written."""

    text: str
    """Text with two decimals, or whole."""
    is_rounded: bool
    """Whether the exact mark differs."""
    limit: float
    """Maximum of the item."""
    is_over: bool
    """Whether the mark is over the maximum."""

    @property
    def short(self) -> str:
        """Text without zeros at its end."""
        return short(self.text)

    @property
    def limit_text(self) -> str:
        """Text of the maximum."""
        return _limit_text(self.limit)

    @classmethod
    def of(cls, mark: Mark, options: ExportOptions) -> Marked | None:
        """Return the text of a mark, or None if the row has no mark."""
        if mark.points is None:
            return None
        scale = mark.points, mark.max_points, options.out_of
        limit = mark.max_points if options.out_of is None else options.out_of
        return cls(
            text=mark_text(*scale, whole=options.whole),
            is_rounded=is_rounded(*scale, whole=options.whole),
            limit=limit,
            is_over=float(exact(*scale)) > limit,
        )


def mark_warnings(marked: Marked) -> Iterator[Phrase]:
    """Yield that a mark is rounded, or over the maximum."""
    if marked.is_rounded:
        yield phrase("export.marks.rounded")
    if marked.is_over:
        yield phrase("export.marks.over", limit=marked.limit_text)


def mark_notes(order: ExportOrder) -> Iterator[Phrase]:
    """Yield the scale of the marks, and that they are rounded to whole numbers."""
    run = _limit_text(order.rows.max_points)
    out_of = order.options.out_of
    if out_of is None or out_of == order.rows.max_points:
        yield phrase("export.marks.scale", limit=run)
    else:
        yield phrase("export.marks.scaled", limit=run, out_of=_limit_text(out_of))
    if order.options.whole:
        yield phrase("export.marks.whole")


def _limit_text(points: float) -> str:
    return short(f"{points:.2f}")

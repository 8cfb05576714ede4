"""Inputs, expected values and results of a check, as tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from torchgrade.model.foreign import Said
from torchgrade.model.results import Comparison, Frame, TensorView
from torchgrade.model.showable import show, show_name
from torchgrade.reports.records import Cell, FrameView, ValueTable
from torchgrade.reports.sentences import Sentences


class Detail(Struct, frozen=True, kw_only=True):
    """Amount of detail of each check on a page."""

    text: int
    """Most characters of a message, a printed text or a line."""
    cells: int
    """Most rows and columns of a table; 0 for no tables."""
    items: int
    """Most notes, files and lines of a traceback."""
    extras: bool = True
    """Whether a check shows lines of a traceback, printed text and remarks."""
    bodies: bool = True
    """Whether a check shows more than its sentence, outcome and points."""
    statements: bool = False
    """Whether an exercise shows its statement."""


FULL = Detail(text=4096, cells=8, items=20, statements=True)
UNSTATED = Detail(text=4096, cells=8, items=20)
SHORT = Detail(text=400, cells=4, items=10)
BARE = Detail(text=80, cells=0, items=2, extras=False)
LINES = Detail(text=80, cells=0, items=2, extras=False, bodies=False)
LEVELS = (FULL, UNSTATED, SHORT, BARE, LINES)


def value_table(
    name: str, view: TensorView, sentences: Sentences, detail: Detail, worst: Sequence[int] | None
) -> ValueTable:
    """Show one value; ``worst`` is the index of the number to mark, or None."""
    named = name if isinstance(name, Said) else show_name(name)
    known = {"name": named, "type": show_name(view.type), "dtype": show_name(view.dtype)}
    if not view.dtype:
        caption = sentences.say("value.other", **known)
        text = sentences.text(view.text, limit=detail.text) or sentences.say("value.no_text")
        return ValueTable(caption=caption, rows=[], text=text, remarks=[])
    shape: list[int | str] = list(view.shape)
    caption = sentences.say("value.tensor", shape=shape, **known)
    marked = _place_of(worst, view.shape)
    row, column = [*view.first, 0, 0][:2] if view.first else (0, 0)
    # Cut around the marked number, because a smaller window than the kept window must still contain it.
    row_cut = _cut(marked[0] - row if marked else 0, detail.cells, len(view.cells))
    column_cut = _cut(marked[1] - column if marked else 0, detail.cells, max(map(len, view.cells), default=0))
    cells = [
        [Cell(text=show(text, limit=24), worst=(i, j) == marked) for j, text in part]
        for i, numbers in list(enumerate(view.cells, row))[row_cut : row_cut + detail.cells]
        if (part := list(enumerate(numbers, column))[column_cut : column_cut + detail.cells])
    ]
    return ValueTable(
        caption=caption,
        rows=cells,
        first_row=row + row_cut,
        first_column=column + column_cut,
        remarks=_remarks(view, cells, sentences),
    )


def _cut(index: int, side: int, size: int) -> int:
    """Return how many rows or columns to leave out at the start, such that the window contains ``index``."""
    return 0 if index < side else min(index, max(size - side, 0))


def _place_of(index: Sequence[int] | None, shape: Sequence[int]) -> tuple[int, int] | None:
    """Return row and column of an index; return None if the table is flattened."""
    if index is None or len(index) != len(shape) or len(shape) > 2:
        return None
    row, column = [0, 0, *index][-2:]
    return row, column


def _remarks(view: TensorView, cells: list[list[Cell]], sentences: Sentences) -> list[str]:
    remarks = []
    shown = sum(map(len, cells))
    if view.truncated or shown < sum(map(len, view.cells)):
        remarks.append(sentences.count("value.truncated", shown))
    if len(view.shape) > 2 and cells:
        remarks.append(sentences.say("value.flattened"))
    if any(cell.worst for row in cells for cell in row):
        remarks.append(sentences.say("value.worst"))
    return remarks


def comparison_sentences(found: Comparison, sentences: Sentences) -> list[str]:
    """Return sentences on the number of differences, the largest difference and the tolerance."""
    tolerance = {"rtol": found.rtol, "atol": found.atol}
    if not found.mismatched:
        return [sentences.count("compare.agree", found.elements, **tolerance)]
    where = f"[{', '.join(map(str, found.worst_index))}]" if found.worst_index else ""
    return [
        sentences.count("compare.differ", found.mismatched, elements=found.elements, **tolerance),
        sentences.say(
            "compare.worst" if where else "compare.worst_scalar",
            index=where,
            expected=found.worst_expected,
            got=found.worst_got,
            difference=found.greatest_difference,
        ),
    ]


def frame_view(frame: Frame, sentences: Sentences, detail: Detail) -> FrameView:
    """Show one line of a traceback."""
    limit = min(detail.text, 500)
    return FrameView(
        place=sentences.say("traceback.place", place=frame.place, function=show(frame.function, limit=limit)),
        line=sentences.text(frame.line, limit=limit),
    )

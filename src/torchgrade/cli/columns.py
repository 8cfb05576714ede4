"""Text in columns of a terminal, where a Chinese character takes two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torchgrade.cli.wrapping import cells


def padded(text: str, width: int) -> str:
    """Return a text with blanks at its end, so that it takes at least ``width`` columns."""
    return text + " " * (width - cells(text))


def aligned(rows: Sequence[Sequence[str]], widest: int) -> Iterator[str]:
    """Yield rows as lines with aligned cells.

    :param widest: most columns of an aligned cell; a wider cell moves only the following cells of its own line.
    """
    columns = range(len(rows[0]) - 1) if rows else range(0)
    widths = [max((w for row in rows if (w := cells(row[column])) <= widest), default=0) for column in columns]
    for row in rows:
        first = [padded(cell, width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*first, row[-1]]).rstrip()

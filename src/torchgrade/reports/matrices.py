"""Geometry of matrices: coloured cells with their numbers, and marks where other numbers were expected."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from torchgrade.model.attachments import Matrix
from torchgrade.model.foreign import marked, unmarked
from torchgrade.model.numbers import shown, told_apart
from torchgrade.model.showable import show_name
from torchgrade.reports.charts import caption
from torchgrade.reports.picture_records import Label, MatrixView
from torchgrade.reports.sentences import Sentences

LEVELS = 5
"""Shades on each side of 0."""
_CHARACTER = 8.0
"""Width of a character in the drawing; a Chinese character is twice as wide."""
_HEIGHT, _TALL = 32.0, 46.0
_NARROWEST, _WIDEST = 40.0, 96.0
_WIDE_MATRIX = 8
"""Columns from which the cells have two digits, because three would make the drawing too wide."""
_HEAD = 24
_MOST = 12
_RTOL, _ATOL = 1e-4, 1e-5
"""Differences from which a cell is marked; the absolute one is a share of the largest expected number."""


def matrix_view(matrix: Matrix, sentences: Sentences, picture_id: str) -> MatrixView:
    """Draw a matrix: the shade of a cell shows its number, and a mark shows that it differs from the expected one."""
    cells = [[float(n) for n in row[:_MOST]] for row in matrix.cells[:_MOST]]
    expected = [[float(n) for n in row[:_MOST]] for row in matrix.wanted[:_MOST]]
    if [*map(len, expected)] != [*map(len, cells)]:
        expected = []
    wrong = _differing(cells, expected)
    rows = _heads(matrix.rows, len(cells), sentences)
    columns = _heads(matrix.columns, max(map(len, cells), default=0), sentences)
    digits = 2 if len(columns) > _WIDE_MATRIX else 3
    numbers = {
        (i, j): _apart(n, expected[i][j], digits, signed=matrix.signed)
        if (i, j) in wrong
        else (_text(n, digits, signed=matrix.signed), "")
        for i, row in enumerate(cells)
        for j, n in enumerate(row)
    }
    longest = max((_width(text) for pair in numbers.values() for text in pair), default=0.0)
    width, height = min(_WIDEST, max(_NARROWEST, longest + 10)), _TALL if wrong else _HEIGHT
    left = max(map(_width, rows), default=0.0) + 12
    tilted = any(_width(head) > width - 4 for head in columns)
    top = 12 + (max(map(_width, columns), default=0.0) * 0.75 if tilted else 14)
    places = {(i, j): (round(left + j * width, 1), round(top + i * height, 1)) for i, j in numbers}
    middle = height / 2 + 4.5
    return MatrixView(
        id=picture_id,
        title=caption(sentences, matrix.name, matrix.name),
        description=_describe(matrix, cells, wrong, sentences),
        width=round(left + len(columns) * width + (60 if tilted else 4), 1),
        height=round(top + len(cells) * height + 4, 1) if numbers else 0.0,
        shades=_shades(cells, places, width, height, signed=matrix.signed),
        numbers=[
            Label(x=x + width / 2, y=y + (19 if at in wrong else middle), text=numbers[at][0])
            for at, (x, y) in places.items()
        ],
        expected=[Label(x=places[at][0] + width / 2, y=places[at][1] + 37, text=f"({numbers[at][1]})") for at in wrong],
        marks="".join(_outline(*places[at], width, height, inset=2) for at in wrong),
        row_heads=[Label(x=left - 8, y=top + i * height + middle, text=head) for i, head in enumerate(rows)],
        column_heads=[
            Label(x=round(left + (j + 0.5) * width, 1), y=round(top - 8, 1), text=head)
            for j, head in enumerate(columns)
        ],
        tilted=tilted,
        columns=[caption(sentences, f"{matrix.name}_rows", sentences.say("matrix.row")), *columns],
        rows=[[head, *_row(i, row, expected, wrong)] for i, (head, row) in enumerate(zip(rows, cells, strict=True))],
    )


def _differing(cells: Sequence[Sequence[float]], expected: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    largest = max((abs(n) for row in expected for n in row if math.isfinite(n)), default=0.0)
    return [
        (i, j)
        for i, (row, wanted) in enumerate(zip(cells, expected, strict=False))
        for j, (a, b) in enumerate(zip(row, wanted, strict=True))
        if not (math.isnan(a) and math.isnan(b)) and not math.isclose(a, b, rel_tol=_RTOL, abs_tol=_ATOL * largest)
    ]


def _heads(given: Sequence[str], count: int, sentences: Sentences) -> list[str]:
    """Return a head for each row or column: a class in the page's language, another text as it is, or the index."""
    texts = [*given[:count], *map(str, range(len(given), count))]
    heads = [sentences.message(f"label.{text}", {}, show_name(text), limit=100) for text in texts]
    return [_shortened(head) for head in heads]


def _shortened(head: str) -> str:
    text = unmarked(head)
    if len(text) <= _HEAD:
        return head
    short = f"{text[: _HEAD - 1]}…"
    return short if text == head else marked(short)


def _width(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in unmarked(text))
    return _CHARACTER * (len(unmarked(text)) + wide)


def _text(value: float, digits: int, *, signed: bool) -> str:
    if value.is_integer() and abs(value) < 10**5:
        return f"{int(value):+d}" if signed and value else str(int(value))
    return f"{value:+.{digits}g}" if signed and math.isfinite(value) else f"{value:.{digits}g}"


def _apart(value: float, other: float, digits: int, *, signed: bool) -> tuple[str, str]:
    """Return two texts, of so many digits that they differ."""
    pairs = ((_text(value, n, signed=signed), _text(other, n, signed=signed)) for n in range(digits, 8))
    return next((pair for pair in pairs if pair[0] != pair[1]), (shown(value), shown(other)))


def _shades(
    cells: Sequence[Sequence[float]],
    places: dict[tuple[int, int], tuple[float, float]],
    width: float,
    height: float,
    *,
    signed: bool,
) -> list[tuple[str, str]]:
    """Return the cells of each colour as one path, because one path is shorter than many rectangles."""
    finite = [n for row in cells for n in row if math.isfinite(n)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    largest = max(-low, high)
    paths: dict[str, str] = {}
    for (i, j), place in places.items():
        value = cells[i][j]
        if not math.isfinite(value):
            colour = "broken"
        elif signed:
            share = value / largest if largest else 0.0
            colour = _colour("more" if share > 0 else "less", math.ceil(abs(share) * LEVELS))
        else:
            bottom = min(0.0, low)
            # Halve the numbers first, because the difference of two finite numbers may be infinite.
            span = high / 2 - bottom / 2
            colour = _colour("less", round((value / 2 - bottom / 2) / span * LEVELS) if span else 0)
        paths[colour] = paths.get(colour, "") + _outline(*place, width, height)
    return list(paths.items())


def _colour(side: str, level: int) -> str:
    return f"{side}-{level}" if level else "zero"


def _outline(x: float, y: float, width: float, height: float, inset: float = 0) -> str:
    across, down = width - 2 * inset, height - 2 * inset
    return f"M{x + inset:g} {y + inset:g}h{across:g}v{down:g}h{-across:g}z"


def _axes(name: str, sentences: Sentences) -> str:
    """Return the names of rows and columns in a sentence, if the course has them."""
    entries = [f"{name}_{axis}" for axis in ("rows", "columns")]
    if not any(entry in sentences.catalogue for entry in entries):
        return ""
    rows, columns = (
        caption(sentences, entry, sentences.say(f"matrix.{word}"))
        for entry, word in zip(entries, ("row", "column"), strict=True)
    )
    return sentences.say("matrix.axes", rows=rows, columns=columns)


def _describe(
    matrix: Matrix, cells: Sequence[Sequence[float]], wrong: Sequence[tuple[int, int]], sentences: Sentences
) -> str:
    finite = [n for row in cells for n in row if math.isfinite(n)]
    count = sum(map(len, cells))
    if not count:
        return sentences.say("matrix.empty")
    said = [_axes(matrix.name, sentences)]
    if len(cells) < matrix.shape[0] or len(cells[0]) < matrix.shape[-1]:
        rows, columns = matrix.shape[0], matrix.shape[-1]
        said.append(sentences.say("matrix.cut", r=len(cells), c=len(cells[0]), rows=rows, columns=columns))
    if finite:
        said.append(sentences.say("matrix.range", low=min(finite), high=max(finite)))
    if len(finite) < count:
        said.append(sentences.count("matrix.broken", count - len(finite)))
    if matrix.signed:
        said.append(sentences.say("matrix.signed"))
    if wrong:
        said.append(sentences.count("matrix.wrong", len(wrong), cells=count))
    elif matrix.wanted:
        said.append(sentences.say("matrix.right"))
    return sentences.joined(filter(None, said), "sentence")


def _row(
    i: int, row: Sequence[float], expected: Sequence[Sequence[float]], wrong: Sequence[tuple[int, int]]
) -> list[str]:
    """Return the numbers of a row as text, with the expected number in brackets if it differs."""
    texts = []
    for j, number in enumerate(row):
        wanted = expected[i][j] if (i, j) in wrong else number
        apart = told_apart((number, wanted))
        own = apart.get(number, shown(number))
        texts.append(f"{own} ({apart.get(wanted, shown(wanted))})" if (i, j) in wrong else own)
    return texts

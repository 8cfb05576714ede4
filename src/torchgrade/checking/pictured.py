"""Makers of the pictures that a check attaches to a student's page.

The values may come from a submission. A maker cuts a value to the limit of its picture and leaves out what it cannot
show; it never raises, because a picture must not decide a verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import islice, zip_longest
from typing import Any

import torch

from torchgrade.model.attachments import Cloud, Gallery, Line, Matrix, Number, Parameter, Recovered, Titled
from torchgrade.model.numbers import shown
from torchgrade.model.results import plain
from torchgrade.model.showable import show

MOST_CELLS = 12
"""Most rows and columns of a matrix."""
MOST_POINTS = 200
MOST_LINES = 4
MOST_PARAMETERS = 20
MOST_IMAGES = 20
SIDE = 28
_TEXT = 60
"""Most characters of a title or a head, and some more for the remark that it was cut."""
_DIGITS = 6


def matrix(
    name: str,
    cells: Any,
    *,
    rows: Iterable[Any] = (),
    columns: Iterable[Any] = (),
    signed: bool = False,
    wanted: Any = None,
) -> Matrix:
    """Return a matrix of coloured cells; show the first 12 rows and columns of a larger one.

    :param cells: tensor (r, c). A vector is one row, and more dimensions are flattened.
    :param rows: heads of the rows, such as names of classes.
    :param columns: heads of the columns.
    :param signed: whether the colours diverge from 0, as in an error map.
    :param wanted: expected cells (r, c); the page marks the cells that differ. Another shape is left out.
    """
    table = _table(cells)
    expected = _table(wanted)
    if table is None or expected is None or table.shape != expected.shape:
        expected = None
    return Matrix(
        name=name,
        cells=_cells(table),
        shape=[] if table is None else list(table.shape),
        rows=[_head(item) for item in islice(rows, MOST_CELLS)],
        columns=[_head(item) for item in islice(columns, MOST_CELLS)],
        signed=signed,
        wanted=_cells(expected),
    )


def cloud(name: str, points: Any, lines: Mapping[str, tuple[Any, Any]]) -> Cloud:
    """Return points of a plane with straight lines; choose 200 evenly spaced rows of more points.

    :param points: tensor (n, 2). Points that are not finite are left out and counted.
    :param lines: slope and intercept by the name of a line, such as ``fitted`` and ``true``.
    """
    table = _table(points)
    total = len(table) if table is not None and table.shape[1] == 2 else 0
    rows: list[list[float]] = []
    if table is not None and total:
        chosen = min(total, MOST_POINTS)
        rows = _listed(table[[i * total // chosen for i in range(chosen)]])
    finite = [(_rounded(x), _rounded(y)) for x, y in rows if math.isfinite(x) and math.isfinite(y)]
    drawn = []
    for line, (slope, intercept) in islice(lines.items(), MOST_LINES):
        numbers = _number(slope), _number(intercept)
        if numbers[0] is not None and numbers[1] is not None:
            drawn.append(Line(name=line, slope=numbers[0], intercept=numbers[1]))
    return Cloud(name=name, points=finite, total=total, lines=drawn)


def recovered(name: str, names: Iterable[Any], true: Any, got: Any) -> Recovered:
    """Return parameters beside their true values, at most 20.

    :param names: names of the parameters, such as ``w1`` and ``b``.
    :param true: true values in this order; a tensor is flattened.
    :param got: values that were found; missing values are left empty.
    """
    listed = [_head(item) for item in islice(names, MOST_PARAMETERS)]
    numbers = zip_longest(listed, _numbers(true)[: len(listed)], _numbers(got)[: len(listed)])
    return Recovered(name=name, parameters=[Parameter(name=a, true=b, got=c) for a, b, c in numbers])


def gallery(name: str, pixels: Any, titles: Iterable[Any], wanted: Iterable[Any] = ()) -> Gallery:
    """Return images with the titles that a student's figure shows, at most 20.

    :param pixels: uint8 (k, 28, 28); real numbers from 0 to 1 are shades too. Images of another size are left out.
    :param titles: text of each title; another value than a text is no title.
    :param wanted: expected titles; the page marks a title that differs.
    """
    shades = _shades(pixels)
    said, expected = ([*islice(map(_title, texts), len(shades)), *[""] * len(shades)] for texts in (titles, wanted))
    items = [Titled(pixels=a, title=b, wanted=c) for a, b, c in zip(shades, said, expected, strict=False)]
    return Gallery(name=name, items=items)


def _table(value: Any) -> torch.Tensor | None:
    """Return a tensor of real numbers as a matrix; return None for any other value."""
    if not isinstance(value, torch.Tensor) or value.is_complex() or value.layout is not torch.strided:
        return None
    found = value.detach()
    return found.reshape(1, -1) if found.ndim < 2 else found.flatten(1)


def _listed(table: torch.Tensor) -> list[list[float]]:
    numbers: list[list[float]] = table.to(torch.float64).tolist()
    return numbers


def _cells(table: torch.Tensor | None) -> list[list[Number]]:
    if table is None:
        return []
    return [[plain(_rounded(n)) for n in row] for row in _listed(table[:MOST_CELLS, :MOST_CELLS]) if row]


def _rounded(value: float) -> float:
    """Round to 6 significant digits, because more digits only make a result larger."""
    return float(f"{value:.{_DIGITS}g}")


def _number(value: Any) -> Number | None:
    """Return a number of a record; return None if the value is no real number."""
    if isinstance(value, torch.Tensor):
        numbers = _numbers(value) if value.numel() == 1 else []
        return numbers[0] if numbers else None
    if not isinstance(value, int | float):
        return None
    try:
        return plain(_rounded(float(value)))
    except OverflowError:
        # An int that no float can be, of which only the sign and the size matter here.
        return "inf" if value > 0 else "-inf"


def _numbers(values: Any) -> list[Number | None]:
    if isinstance(values, torch.Tensor):
        table = _table(values)
        numbers = [] if table is None else _listed(table.reshape(1, -1)[:, :MOST_PARAMETERS])[0]
        return [plain(_rounded(number)) for number in numbers]
    if not isinstance(values, list | tuple):
        return []
    return [_number(value) for value in values[:MOST_PARAMETERS]]


def _shades(pixels: Any) -> list[bytes]:
    """Return the bytes of each image of 28 x 28."""
    if not isinstance(pixels, torch.Tensor) or pixels.is_complex() or pixels.layout is not torch.strided:
        return []
    if pixels.ndim < 2 or pixels.shape[0] == 0 or pixels[0].numel() != SIDE * SIDE:
        return []
    chosen = pixels.detach()[:MOST_IMAGES].flatten(1)  # (k, 784)
    if chosen.dtype != torch.uint8:
        real = chosen.to(torch.float64).nan_to_num(nan=0.0, posinf=1.0, neginf=0.0)
        # Whole numbers are shades from 0 to 255; real numbers and truth values are shares of white.
        whole = not chosen.dtype.is_floating_point and chosen.dtype != torch.bool
        chosen = (real if whole else real * 255).round().clamp(0, 255).to(torch.uint8)
    return [bytes(row) for row in chosen.tolist()]


def _title(value: Any) -> str:
    return show(value, limit=_TEXT) if isinstance(value, str) else ""


def _head(value: Any) -> str:
    """Return the text of a head on one line."""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**_DIGITS):
        return shown(value)
    return " ".join(_title(value).split())

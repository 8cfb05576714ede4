"""The part of a value that a page shows."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from itertools import islice
from typing import Any

import torch

from torchgrade.model.numbers import apart, shown
from torchgrade.model.results import TensorView
from torchgrade.model.showable import show
from torchgrade.protocol.messages import Opaque

SIDE = 8
_TEXT = 300
_FIRST = 4
"""Items of a list that a page names, counted from the first."""


def number(value: float | int | bool | complex) -> str:
    """Write a number with 4 significant digits."""
    if isinstance(value, complex):
        return f"{value.real:.4g}{value.imag:+.4g}j"
    return shown(value)


def dtype_name(tensor: torch.Tensor) -> str:
    """Return ``float32`` for ``torch.float32``."""
    return str(tensor.dtype).removeprefix("torch.")


def _start(index: int, size: int) -> int:
    """Return the start of a window of 8 that contains the index: 0 if the first window contains it."""
    return 0 if index < SIDE else min(index - SIDE // 2, size - SIDE)


def _window(table: torch.Tensor, shape: Sequence[int], index: Sequence[int]) -> list[int]:
    """Return row and column of the first number to show, so that the one at ``index`` is among them."""
    if len(index) != len(shape) or len(shape) > 2:
        return [0, 0]
    row, column = [0, 0, *index][-2:]
    return [_start(row, table.shape[0]), _start(column, table.shape[1])]


@dataclass(frozen=True, slots=True)
class Beside:
    """A tensor to show beside another one, in order and whatever its shape."""

    other: torch.Tensor
    wrong: torch.Tensor
    """Whether a number differs so much that the two texts must differ; elsewhere 4 digits may look alike."""


def view(value: Any, around: Sequence[int] = (), beside: Beside | None = None) -> TensorView:
    """Return the view of any value from a worker.

    :param around: index of a number that must be visible.
    :param beside: a tensor of as many numbers that a page shows next to this one.
    """
    if isinstance(value, torch.Tensor):
        table = _table(value.detach())
        row, column = first = _window(table, value.shape, around)
        rows, columns = slice(row, row + SIDE), slice(column, column + SIDE)
        cells = [[number(item) for item in numbers] for numbers in table[rows, columns].tolist()]
        if beside is not None:
            other, wrong = (
                _table(t.detach().reshape(value.shape))[rows, columns] for t in (beside.other, beside.wrong)
            )
            for i, j in wrong.nonzero().tolist():
                cells[i][j] = _apart(table[rows, columns][i, j].item(), other[i, j].item())
        return TensorView(
            type="Tensor", dtype=dtype_name(value), shape=list(value.shape),
            cells=cells,
            first=first if any(first) else [],
            truncated=table.shape[0] > SIDE or table.shape[1] > SIDE,
        )  # fmt: skip
    if isinstance(value, Opaque):
        text = show(value.text, limit=_TEXT) if value.number is None else number(value.number)
        return TensorView(type=show(value.type, limit=100), text=text)
    if isinstance(value, float | int | bool):
        return TensorView(type=type(value).__name__, text=number(value))
    if isinstance(value, list | tuple):
        return _container(value, [_brief(item) for item in value[:_FIRST]])
    if isinstance(value, dict):
        # A dict's own text would contain the text of every tensor in it.
        return _container(value, [f"{show(key, limit=40)}: {_brief(v)}" for key, v in islice(value.items(), _FIRST)])
    return TensorView(type=type(value).__name__, text=show(str(value), limit=_TEXT))


def _table(value: torch.Tensor) -> torch.Tensor:
    return value.reshape(1, -1) if value.ndim < 2 else value.flatten(1)


def _apart(value: Any, other: Any) -> str:
    real = isinstance(value, int | float) and isinstance(other, int | float)
    return apart(value, other) if real else number(value)


def _container(value: Sized, first: list[str]) -> TensorView:
    more = ", …" if len(value) > len(first) else ""
    # This text is code, because a record contains it and pages of both languages show it.
    items = f": {', '.join(first)}{more}" if first else ""
    return TensorView(type=type(value).__name__, text=f"len = {len(value)}{items}")


def _brief(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"Tensor {tuple(value.shape)}"
    if isinstance(value, float | int | bool):
        return number(value)
    if isinstance(value, list | tuple) and len(value) <= 3:
        return f"({', '.join('…' if isinstance(item, list | tuple) else _brief(item) for item in value)})"
    return show(value.type, limit=40) if isinstance(value, Opaque) else type(value).__name__

"""As much of a value as a page shows."""

from __future__ import annotations

import math
from collections.abc import Sized
from itertools import islice
from typing import Any

import torch

from torchgrade.model.results import TensorView
from torchgrade.model.showable import show
from torchgrade.protocol.messages import Opaque

SIDE = 8
_TEXT = 300
_FIRST = 4
"""Of the items of a list, as many as are named."""


def number(value: float | int | bool | complex) -> str:
    """Write a number with 4 significant digits."""
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, complex):
        return f"{value.real:.4g}{value.imag:+.4g}j"
    if math.isnan(value):
        return "nan"
    return f"{value:.4g}"


def dtype_name(tensor: torch.Tensor) -> str:
    """Return ``float32`` for ``torch.float32``."""
    return str(tensor.dtype).removeprefix("torch.")


def view(value: Any) -> TensorView:
    """Return the view of any value that crossed."""
    if isinstance(value, torch.Tensor):
        table = value.detach()
        if table.ndim < 2:
            table = table.reshape(1, -1)
        elif table.ndim > 2:
            table = table.flatten(1)
        cells = [[number(item) for item in row] for row in table[:SIDE, :SIDE].tolist()]
        truncated = table.shape[0] > SIDE or table.shape[1] > SIDE
        shape = list(value.shape)
        return TensorView(type="Tensor", dtype=dtype_name(value), shape=shape, cells=cells, truncated=truncated)
    if isinstance(value, Opaque):
        text = show(value.text, limit=_TEXT) if value.number is None else number(value.number)
        return TensorView(type=show(value.type, limit=100), text=text)
    if isinstance(value, float | int | bool):
        return TensorView(type=type(value).__name__, text=number(value))
    if isinstance(value, list | tuple):
        return _container(value, [_brief(item) for item in value[:_FIRST]])
    if isinstance(value, dict):
        # Its own text would be made of that of every tensor in it.
        return _container(value, [f"{show(key, limit=40)}: {_brief(v)}" for key, v in islice(value.items(), _FIRST)])
    return TensorView(type=type(value).__name__, text=show(str(value), limit=_TEXT))


def _container(value: Sized, first: list[str]) -> TensorView:
    more = ", …" if len(value) > len(first) else ""
    return TensorView(type=type(value).__name__, text=f"{len(value)} items: {', '.join(first)}{more}")


def _brief(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"Tensor {tuple(value.shape)}"
    if isinstance(value, float | int | bool):
        return number(value)
    if isinstance(value, list | tuple) and len(value) <= 3:
        return f"({', '.join('…' if isinstance(item, list | tuple) else _brief(item) for item in value)})"
    return show(value.type, limit=40) if isinstance(value, Opaque) else type(value).__name__

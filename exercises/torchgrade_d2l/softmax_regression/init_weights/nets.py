"""Nets on which the judge applies ``init_weights``, and the weights that a scenario reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.model.phrases import phrase

CALL = "net.apply(init_weights)"
LINEAR = ((100, 256), (10, 100))
"""Shapes of the weights of each net of linear layers; the second layer is nested."""
OTHERS = {
    "Conv2d": (8, 3, 3, 3), "BatchNorm1d": (16,), "Embedding": (20, 6), "LayerNorm": (12,), "Conv1d": (4, 2, 3)
}  # fmt: skip
"""Layers of other classes and the shapes of their weights."""


@dataclass(frozen=True, slots=True)
class Applied:
    """Weights of one net before and after ``net.apply(init_weights)``."""

    before: list[torch.Tensor]
    after: list[torch.Tensor | None]
    """None if a weight is no tensor any more."""
    are_parameters: list[bool]
    """Claim: whether each weight is a parameter that requires a gradient."""


@cache
def text() -> str:
    """Return the text of the scenario."""
    return (files("torchgrade_d2l.softmax_regression.init_weights") / "nets.py.txt").read_text("utf-8")


def apply(student: Student, look_at: str | list[int], shapes: Sequence[Sequence[int]], nets: int) -> list[Applied]:
    """Return the weights of each net of a scenario.

    :param look_at: which nets, or inputs and outputs of a linear layer that is a whole net.
    :param shapes: shapes of the weights of each net before the call.
    """
    return applied_of(student.run(text(), CALL, look_at=look_at), shapes, nets)


def applied_of(result: dict[str, Any], shapes: Sequence[Sequence[int]], nets: int) -> list[Applied]:
    """Return the weights that a result reports; raise if it has another form."""
    found = result.get("nets")
    if not isinstance(found, list) or len(found) != nets or not all(isinstance(one, dict) for one in found):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.number_of_nets"))
    return [_applied(one, shapes) for one in found]


def _applied(one: dict[str, Any], shapes: Sequence[Sequence[int]]) -> Applied:
    before, after, claims = one.get("before"), one.get("after"), one.get("are_parameters")
    lists = all(isinstance(part, list) and len(part) == len(shapes) for part in (before, after, claims))
    if not lists or not all(map(_is_weight, before, shapes)) or not all(type(claim) is bool for claim in claims):  # type: ignore[arg-type,union-attr]
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.weights"))
    return Applied(before, [w if _is_real(w) else None for w in after], claims)  # type: ignore[arg-type,union-attr]


def _is_real(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def _is_weight(value: Any, shape: Sequence[int]) -> bool:
    return _is_real(value) and tuple(value.shape) == tuple(shape)


def weight(applied: Applied, place: int, shape: Sequence[int]) -> torch.Tensor:
    """Return the numbers of a weight after the call, (outputs, inputs); another check judges its shape.

    :raises CheckFailedError: the weight is no tensor any more or has another number of elements.
    """
    found = applied.after[place]
    outputs, inputs = shape
    if found is None or found.numel() != outputs * inputs:
        got = list(found.shape) if found is not None else []
        raise CheckFailedError("init_weights.weight", want=list(shape), got_shape=got)
    return found.reshape(outputs, inputs)

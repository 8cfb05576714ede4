"""Net that ``build_softmax_regression`` returns: the judge's data for it, and what a scenario reports about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.model.phrases import phrase
from torchgrade.model.showable import show_name

CALL = "build_softmax_regression()"
INPUTS, CLASSES = 784, 10
SIZES = [CLASSES, INPUTS * CLASSES]
"""Numbers of bias and weight."""
MOST = 50
"""Most parameters that are read."""
LEAST_WEIGHTS = 250
"""Fewest weights whose law is judged; 250 draws pass and the default weights of 28 inputs fail."""


@cache
def text() -> str:
    """Return the text of the scenario."""
    return (files("torchgrade_d2l.softmax_regression.build_softmax_regression") / "nets.py.txt").read_text("utf-8")


def inputs_of(tensors: Tensors, look_at: str, n: int = 5) -> dict[str, Any]:
    """Draw images and values for weight and bias, which give logits of a size of about 1."""
    return {
        "look_at": look_at,
        "X": tensors.normal(n, 1, 28, 28),
        "W": tensors.normal(CLASSES, INPUTS) / 28,
        "b": tensors.normal(CLASSES),
    }


def look(student: Student, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return what a scenario reports; raise if the function returns no net."""
    result = student.run(text(), CALL, **inputs)
    kind = result.get("kind")
    if not isinstance(kind, str):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.no_kind"))
    if kind == "NoneType":
        raise CheckFailedError("value.none", what=phrase("what.result"))
    if kind != "module":
        raise CheckFailedError("build_softmax_regression.no_net", kind=show_name(kind))
    return result


def shapes_of(found: Any) -> list[list[int]]:
    """Return the shapes of the parameters from a result."""
    right = isinstance(found, list) and len(found) <= MOST
    if not right or not all(isinstance(s, list) and all(type(n) is int for n in s) for s in found):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.shapes"))
    return list(found)


def tensors_of(found: Any) -> list[torch.Tensor]:
    """Return a list of real tensors from a result; raise if it is anything else."""
    right = isinstance(found, list) and len(found) <= MOST
    if not right or not all(isinstance(t, torch.Tensor) and t.is_floating_point() for t in found):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.parameters"))
    return list(found)


def is_one_layer(shapes: Sequence[Sequence[int]]) -> bool:
    """Return whether the parameters are the weight, in either orientation, and the bias of one linear layer."""
    right = sorted(map(math.prod, shapes)) == SIZES
    return right and any(sorted(shape) == [CLASSES, INPUTS] for shape in shapes)


def other_parameters(shapes: Sequence[Sequence[int]]) -> CheckFailedError:
    """Return the failure of a net with other parameters, or without parameters."""
    if not shapes:
        return CheckFailedError("build_softmax_regression.no_parameters")
    shown = ", ".join(str(tuple(shape)) for shape in shapes[:6])
    numbers = sum(map(math.prod, shapes))
    return CheckFailedError("build_softmax_regression.parameters", numbers=numbers, got_shapes=shown)


def right_logits(inputs: dict[str, Any]) -> torch.Tensor:
    """Return the logits in float64, (n, 10)."""
    X, W, b = (inputs[name].to(torch.float64) for name in ("X", "W", "b"))
    return X.reshape(len(X), -1) @ W.T + b


def weights_of(parameters: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return the weights (outputs, inputs) of one layer, or all weights of several layers in one row.

    :raises CheckFailedError: there are too few weights to judge their law.
    """
    matrices = [t for t in parameters if t.ndim > 1]
    if sum(t.numel() for t in matrices) < LEAST_WEIGHTS:
        raise other_parameters([list(t.shape) for t in parameters])
    if len(matrices) == 1 and sorted(matrices[0].shape) == [CLASSES, INPUTS]:
        return matrices[0].reshape(CLASSES, INPUTS)
    return torch.cat([t.reshape(-1) for t in matrices])[None]

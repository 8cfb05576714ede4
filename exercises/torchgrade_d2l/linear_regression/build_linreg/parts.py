"""What ``build_linreg`` returns: the judge's data for it, and the numbers that a scenario reports."""

from __future__ import annotations

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

CALL = "build_linreg(num_features, lr)"
ORDER = ("net", "loss", "trainer")
_RIGHT = {
    "net": ("build_linreg.no_net", ("module",)),
    "loss": ("build_linreg.no_loss", ("loss", "module", "function")),
    "trainer": ("build_linreg.no_trainer", ("optimizer",)),
}
"""For each part the message if it is of another kind, and the kinds that it may have."""
ROWS = 20
ROUNDS = 2
"""Steps of the trainer that a scenario reports."""
MOST = 50
"""Most parameters that are read."""


@cache
def text() -> str:
    """Return the text of the scenario."""
    return (files("torchgrade_d2l.linear_regression.build_linreg") / "parts.py.txt").read_text("utf-8")


def inputs_of(tensors: Tensors, look_at: str, num_features: int, lr: float) -> dict[str, Any]:
    """Draw the inputs of a scenario: two batches of ten rows, predictions, and values for weight and bias.

    The values have a size of about 1, because a decay of the weights would hardly show on small ones.
    """
    return {
        "look_at": look_at,
        "num_features": num_features,
        "lr": lr,
        "X": tensors.normal(ROWS, num_features) / num_features**0.5,
        "y": tensors.normal(ROWS, 1),
        "y_hat": tensors.normal(ROWS, 1),
        "w": 1 + 0.5 * tensors.uniform(num_features),
        "b": 1 + 0.5 * tensors.uniform(1),
    }


def look(student: Student, inputs: dict[str, Any], part: str) -> dict[str, Any]:
    """Return what a scenario reports about one part; raise if the function does not return such a part."""
    result = student.run(text(), CALL, **inputs)
    kinds = kinds_of(result)
    if kinds == ["NoneType"]:
        raise CheckFailedError("value.none", what=phrase("what.result"))
    if len(kinds) != len(ORDER) or result.get("several") is not True:
        raise CheckFailedError("build_linreg.parts", got_kinds=", ".join(kinds))
    kind = kinds[ORDER.index(part)]
    message_id, allowed = _RIGHT[part]
    if kind not in allowed:
        raise CheckFailedError(message_id, kind=kind)
    return result


def kinds_of(result: dict[str, Any]) -> list[str]:
    """Return the kinds of the returned objects, as the worker names them."""
    found = result.get("kinds")
    if not isinstance(found, list) or not all(isinstance(kind, str) for kind in found):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.no_kind"))
    return [show_name(kind) for kind in found[:MOST]]


def tensors_of(found: Any) -> list[torch.Tensor]:
    """Return a list of real tensors from a result; raise if it is anything else."""
    if found == []:
        raise CheckFailedError("build_linreg.no_parameters")
    right = isinstance(found, list) and 0 < len(found) <= MOST
    if not right or not all(isinstance(t, torch.Tensor) and t.is_floating_point() for t in found):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.parameters"))
    return list(found)


def weight_and_bias(found: Any, num_features: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return weight (1, num_features) and bias (1,); raise unless the net has just these two."""
    made = sorted(tensors_of(found), key=lambda t: -t.numel())
    if [t.numel() for t in made] != [num_features, 1]:
        raise CheckFailedError(
            "build_linreg.parameters", num_features=num_features, got_shapes=shapes_text([list(t.shape) for t in made])
        )
    return made[0].reshape(1, -1), made[1].reshape(1)


def shapes_of(found: Any) -> list[list[int]]:
    """Return the shapes of the parameters from a result."""
    right = isinstance(found, list) and len(found) <= MOST
    if not right or not all(isinstance(s, list) and all(type(n) is int for n in s) for s in found):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.shapes"))
    return list(found)


def shapes_text(shapes: Sequence[Sequence[int]]) -> str:
    """Return shapes as a message shows them: ``(1, 3), (1,)``."""
    return ", ".join(str(tuple(shape)) for shape in shapes[:6]) or "()"


def right_outputs(inputs: dict[str, Any]) -> torch.Tensor:
    """Return X w + b in float64, (n, 1)."""
    w, b = inputs["w"].to(torch.float64), inputs["b"].to(torch.float64)
    return (inputs["X"].to(torch.float64) @ w + b)[:, None]


def right_loss(inputs: dict[str, Any]) -> torch.Tensor:
    """Return the mean of the squared errors in float64."""
    return ((inputs["y_hat"].to(torch.float64) - inputs["y"].to(torch.float64)) ** 2).mean()


class Round:
    """One parameter in one round: its values before, its gradient and its values after the step."""

    def __init__(self, before: torch.Tensor, gradient: torch.Tensor, after: torch.Tensor) -> None:
        self.before, self.gradient, self.after = (t.to(torch.float64) for t in (before, gradient, after))

    @property
    def moved(self) -> torch.Tensor:
        """Change of the values."""
        return self.after - self.before


def rounds_of(result: dict[str, Any]) -> list[list[Round]]:
    """Return for each round all parameters; raise if a parameter has no gradient or the report is another one."""
    parameters, gradients = result.get("parameters"), result.get("gradients")
    lists = isinstance(parameters, list) and isinstance(gradients, list)
    if not lists or (len(parameters), len(gradients)) != (ROUNDS + 1, ROUNDS):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.number_of_rounds"))
    states = [tensors_of(one) for one in parameters]
    found = []
    for number, given in enumerate(gradients):
        if isinstance(given, list) and any(gradient is None for gradient in given):
            raise CheckFailedError("build_linreg.frozen")
        before, made, after = states[number], tensors_of(given), states[number + 1]
        shapes = [[list(t.shape) for t in group] for group in (before, made, after)]
        if shapes[0] != shapes[1] or shapes[0] != shapes[2]:
            raise CheckFailedError("worker.protocol", detail=phrase("protocol.parameters"))
        if not any(bool((gradient != 0).any()) for gradient in made):
            raise CheckFailedError("build_linreg.frozen")
        found.append([Round(*one) for one in zip(before, made, after, strict=True)])
    return found

"""The short epoch that judge and worker train alike, and its loss and accuracy."""

from __future__ import annotations

import itertools
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression import trainings
from torchgrade_d2l.softmax_regression.numbers import number
from torchgrade_d2l.softmax_regression.train_epoch_ch3.measures import MISTAKES, Epoch, Numbers, Seen, right
from torchgrade_d2l.softmax_regression.trainings import CODES, Plan, planned_inputs, replay

CALL = "train_epoch_ch3(net, train_iter, loss, updater)"
PLAN = Plan(codes=CODES, start=0.05, sizes=(5, 4, 3), epochs=1, lr=0.2, noise=1.5)
_TRIES = 50
_APART = 1e-3
"""Smallest difference between two numbers that tells mistakes apart; right answers differ by 1e-6."""
_GAP = 1e-4
"""Smallest difference between the two largest scores of a row, so that no rounding changes a prediction."""

Parameters = list[torch.Tensor]
"""Weights (d, q) or (q, d), and biases (q,)."""


def text() -> str:
    """Return the text of the scenario: the nets, and the driver."""
    return trainings.text("train_epoch_ch3/epoch")


def epoch_inputs(tensors: Tensors, form: str, plan: Plan = PLAN) -> dict[str, Any]:
    """Draw the scenario.

    The draw is repeated, at most 50 times, until each prediction is clear and the numbers of every two mistakes
    differ. Two of three draws succeed, so all 50 fail once in 10^23.

    :param form: ``custom`` (a plain function over W and b), ``optimizer`` (a Module with torch's SGD), or
        ``modes`` (a Module with dropout and batch norm).
    """
    inputs: dict[str, Any] = {}
    for _ in range(_TRIES):
        inputs = planned_inputs(tensors, form, plan)
        if form == "modes" or _is_clear(inputs):
            break
    return inputs


def states(inputs: dict[str, Any]) -> list[Parameters]:
    """Return the parameters of a right epoch before each batch and at its end."""
    path: list[Parameters] = []
    end = replay(inputs, path=path)
    return [*path, end]


def epoch_of(inputs: dict[str, Any], path: list[Parameters]) -> Epoch:
    """Return the batches as the nets with these parameters see them.

    :param path: parameters before each batch and at the end.
    """
    return Epoch(
        before=_seen(inputs, path[:-1]), after=_seen(inputs, path[1:]), end=_seen(inputs, path[-1:] * (len(path) - 1))
    )


def _scores(inputs: dict[str, Any], X: torch.Tensor, parameters: Parameters) -> torch.Tensor:
    W, b = parameters
    return X.reshape(len(X), -1) @ (W if inputs["form"] == "custom" else W.T) + b


def _seen(inputs: dict[str, Any], path: list[Parameters]) -> Seen:
    losses, correct = [], []
    for X, y, parameters in zip(inputs["images"], inputs["labels"], path, strict=True):
        o = _scores(inputs, X, parameters)  # (k, q)
        losses.append(float(cross_entropy(o, y, reduction="sum")))
        correct.append(int((o.argmax(dim=1) == y).sum()))
    return Seen(tuple(losses), tuple(correct), tuple(map(len, inputs["labels"])))


def _is_clear(inputs: dict[str, Any]) -> bool:
    """Return whether each prediction is clear and the numbers of every two mistakes differ."""
    path = states(inputs)
    for X, parameters in zip(inputs["images"], path[:-1], strict=True):
        top = _scores(inputs, X, parameters).topk(2, dim=1).values
        if bool((top[:, 0] - top[:, 1] < _GAP).any()):
            return False
    epoch = epoch_of(inputs, path)
    pairs = itertools.combinations([right(epoch), *(mistake(epoch) for mistake in MISTAKES)], 2)
    return all(max(abs(a - b) for a, b in zip(one, other, strict=True)) > _APART for one, other in pairs)


def epochs_seen(inputs: dict[str, Any], result: dict[str, Any]) -> list[Epoch]:
    """Return the right epoch, and the epoch of the parameters that the worker reports.

    A wrong update changes the predictions that follow. Those of the student's own parameters are right as well, so that
    a wrong update does not cost the points of the numbers.
    """
    found = [epoch_of(inputs, states(inputs))]
    path = [*_listed(result.get("snapshots")), result.get("parameters")]
    if len(path) == len(inputs["labels"]) + 1 and all(_fits(parameters, inputs) for parameters in path):
        found.append(epoch_of(inputs, path))
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _fits(parameters: Any, inputs: dict[str, Any]) -> bool:
    """Return whether a value of the worker has the form of the parameters."""
    W, b = inputs["W"], inputs["b"]
    wanted = [W if inputs["form"] == "custom" else W.T, b]
    return (
        isinstance(parameters, list)
        and len(parameters) == len(wanted)
        and all(isinstance(p, torch.Tensor) for p in parameters)
        and all((p.shape, p.dtype) == (w.shape, w.dtype) for p, w in zip(parameters, wanted, strict=True))
    )


def numbers(value: Any) -> Numbers | None:
    """Return the two numbers of a result; None if it is anything else."""
    if isinstance(value, torch.Tensor) and value.shape == (2,):
        value = list(value)
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    loss, accuracy = map(number, value)
    return None if loss is None or accuracy is None else (loss, accuracy)


def same(got: Numbers, want: Numbers) -> bool:
    """Return whether two pairs of numbers agree; another order of sums moves a float32 loss by 1e-6."""
    return all(abs(a - b) <= 1e-5 + 1e-5 * abs(b) for a, b in zip(got, want, strict=True))

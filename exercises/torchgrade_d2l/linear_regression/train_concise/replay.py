"""Trainings of the judge: the right training, and trainings with the mistakes that students make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.draws import Tensors

SIZES = (5, 5, 2)
"""Sizes of batches that a DataLoader makes of 12 rows."""
EPOCHS = 3
FEATURES = 2
"""As in the chapter, because a training function may also evaluate on the ``features`` of its own file."""
LR = 0.05
CALL = "train_concise(net, loss, trainer, data_iter, num_epochs)"


@cache
def text(name: str) -> str:
    """Return the text of a scenario: the nets, and the driver of that name."""
    place = files(__package__)
    return (place / "nets.py.txt").read_text("utf-8") + (place / f"{name}.py.txt").read_text("utf-8")


@cache
def nets() -> dict[str, Any]:
    """Return the functions of the nets' text."""
    space: dict[str, Any] = {}
    source = (files(__package__) / "nets.py.txt").read_text("utf-8")
    exec(compile(source, "<nets>", "exec"), space)  # noqa: S102 - the course's own text, which the worker gets too
    return space


def inputs(
    tensors: Tensors, loss: str, trainer: str, *, sizes: Sequence[int] = SIZES, epochs: int = EPOCHS
) -> dict[str, Any]:
    """Draw a training: batches of these sizes, and initial parameters that are far from the true ones."""
    true_w = 1 + tensors.uniform(FEATURES, 1)
    batches = [tensors.normal(n, FEATURES) for n in sizes]
    return {
        "features": batches,
        "data": "loader",
        "labels": [X @ true_w + 4 + 0.5 * tensors.normal(len(X), 1) for X in batches],
        "w": -true_w,
        "b": tensors.uniform(1),
        "loss": loss,
        "trainer": trainer,
        "lr": LR,
        "num_epochs": epochs,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to train; the default is the right one."""

    loss: str = ""
    """Name of the loss, if it is not the given one."""
    by_size: bool = False
    """Whether the loss of a batch is multiplied by its size."""
    per_size: bool = False
    """Whether the loss of a batch is divided by its size."""
    halves: bool = False
    """Whether the loss of a batch is halved."""
    flat: bool = False
    """Whether the predictions are flat, so that they broadcast with the labels."""
    clears: str = "before"
    """Time of clearing: ``before`` each backward, once an ``epoch``, or ``never``."""
    steps_first: bool = False
    """Whether each step comes before the backward pass of its batch."""
    epochs: int | None = None
    """Number of epochs, if it is not the requested one."""
    batch_by_batch: bool = False
    """Whether all epochs are made on one batch before the next one."""
    used: tuple[int | None, int | None] = (None, None)
    """Slice of the batches that are used in each epoch."""
    stop: int | None = None
    """Number of updates after which the training ends; None if it runs to its end."""


def replay(given: dict[str, Any], way: Way = Way()) -> list[torch.Tensor]:
    """Train in that way and return w (d, 1) and b (1,)."""
    space = nets()
    net, loss, trainer = space["build"](given)
    loss = space["LOSSES"][way.loss]() if way.loss else loss
    batches = list(zip(given["features"], given["labels"], strict=True))[slice(*way.used)]
    left = way.stop
    epochs = given["num_epochs"] if way.epochs is None else way.epochs
    passes = [[batch] * epochs for batch in batches] if way.batch_by_batch else [batches] * epochs
    for one_pass in passes:
        if way.clears == "epoch":
            trainer.zero_grad()
        for X, y in one_pass:
            if way.steps_first:
                trainer.step()
            if way.clears == "before":
                trainer.zero_grad()
            _loss(loss, net(X), y, way).backward()
            if not way.steps_first:
                trainer.step()
            left = None if left is None else left - 1
            if left == 0:
                return list(space["parameters"](net))
    return list(space["parameters"](net))


def _loss(loss: Callable[..., torch.Tensor], y_hat: torch.Tensor, y: torch.Tensor, way: Way) -> torch.Tensor:
    """Return the loss of a batch in that way."""
    if way.flat:
        y_hat, y = torch.broadcast_tensors(y_hat.reshape(-1), y)
    factor = len(y) if way.by_size else 1 / len(y) if way.per_size else 0.5 if way.halves else 1.0
    return loss(y_hat, y) * factor

"""Trainings of the judge for ``train_ch3`` and ``train_epoch_ch3``: right ones, and ones with students' mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import cycle
from typing import Any

import torch

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.model.phrases import phrase

TEST_SIZES = (5, 3)
CODES = torch.tensor(
    [[1, 1, 1, -1, -1, -1], [1, -1, -1, 1, 1, -1], [-1, 1, -1, 1, -1, 1], [-1, -1, 1, -1, 1, 1]]
)  # (4, 6): two classes agree in at most two places, so that dropout keeps them different
TOLERANCE = (1e-5, 1e-5)
"""Another order of sums moves a float32 parameter by 1e-6; the nearest mistakes move one by 4e-3."""
_TOPIC = "torchgrade_d2l.softmax_regression"


@cache
def text(driver: str) -> str:
    """Return the text of a scenario: the nets, and a driver.

    :param driver: name of its file in the topic's folder: ``orders``, or ``train_ch3/short``.
    """
    place = files(_TOPIC)
    return (place / "nets.py.txt").read_text("utf-8") + (place / f"{driver}.py.txt").read_text("utf-8")


@cache
def _nets() -> dict[str, Any]:
    space: dict[str, Any] = {}
    source = (files(_TOPIC) / "nets.py.txt").read_text("utf-8")
    exec(compile(source, "<nets>", "exec"), space)  # noqa: S102 - the course's own text, which the worker gets too
    return space


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Sizes of a short scenario."""

    codes: torch.Tensor
    """Means of the classes, up to a factor, (q, d); d is even."""
    start: float
    """Scale of the initial weights in the direction of the classes."""
    sizes: tuple[int, ...]
    """Numbers of rows of the training batches."""
    epochs: int
    lr: float
    noise: float = 0.3
    """Standard deviation of the images of one class."""


def _labels(tensors: Tensors, classes: int, k: int) -> torch.Tensor:
    """Draw labels (k,) that repeat a class only after all other classes, so that no batch has one class only."""
    return torch.cat([tensors.permutation(classes) for _ in range(-(-k // classes))])[:k]


def _split(tensors: Tensors, sizes: tuple[int, ...], plan: Plan) -> tuple[list[torch.Tensor], ...]:
    images, labels = [], []
    for k in sizes:
        y = _labels(tensors, len(plan.codes), k)  # (k,)
        X = 1.5 * plan.codes[y] + plan.noise * tensors.normal(k, plan.codes.shape[1])  # (k, d)
        images.append(X.reshape(k, 1, 2, -1))
        labels.append(y)
    return images, labels


def planned_inputs(tensors: Tensors, form: str, plan: Plan) -> dict[str, Any]:
    """Draw a short scenario: batches of unequal size, float32 (k, 1, 2, d / 2), and initial parameters."""
    q, d = plan.codes.shape
    images, labels = _split(tensors, plan.sizes, plan)
    test_images, test_labels = _split(tensors, TEST_SIZES, plan)
    return {
        "form": form,
        "images": images,
        "labels": labels,
        "test_images": test_images,
        "test_labels": test_labels,
        "W": plan.start * plan.codes.T + 0.05 * tensors.normal(d, q),
        "b": 0.05 * tensors.normal(q),
        "lr": plan.lr,
        "num_epochs": plan.epochs,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to train; the default is the right one."""

    reduction: str = ""
    """``mean`` or ``sum`` for a reduction other than the reduction that the updater needs."""
    clear: str = "before"
    """Time of clearing for the optimizer: ``before`` each backward, once an ``epoch``, or ``never``."""
    steps: bool = True
    sizes: tuple[int, ...] = ()
    """Arguments of the custom updater, in a cycle, if they are not the sizes of the batches."""
    divisor: int | None = None
    """Divisor of the sum for the optimizer, if it is not the size of the batch."""
    epochs: int | None = None
    """Number of epochs, if it is not the number asked for."""
    used: tuple[int | None, int | None] = (None, None)
    """Slice of the batches that are used in each epoch."""
    stop: int | None = None
    """Number of updates after which the training ends; None if the training runs to its end."""
    on: str = ""
    """``test_`` if the training is on the test data."""
    also_on_test: str = ""
    """Time of training on the test data too: in ``each`` epoch, or after the ``last`` one."""
    test_backward: bool = False
    """Whether ``backward`` is called on losses of the test data after each epoch."""
    mode: str = "train"
    """Mode of the net.

    ``train`` in every epoch; ``eval`` always; ``eval_later``, not restored after the first epoch; ``first_batch`` of
    each epoch only; ``first_batch_ever``.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Arguments of ``train_ch3`` in the short scenario, built in the judge."""

    net: Any
    parameters: list[torch.Tensor]
    train: Any
    test: Any
    loss: Any
    updater: Any


def scenario(inputs: dict[str, Any]) -> Scenario:
    """Build the short scenario in the judge, for a reference to train."""
    nets, form = _nets(), inputs["form"]
    log: dict[str, Any] = {"passes": [], "split": "", "updates": []}
    net, parameters = nets["build"](form, inputs["W"], inputs["b"])
    return Scenario(
        net=net,
        parameters=parameters,
        train=nets["Batches"]("train", inputs["images"], inputs["labels"], log),
        test=nets["Batches"]("test", inputs["test_images"], inputs["test_labels"], log),
        loss=nets["loss_for"](form),
        updater=nets["updater_for"](form, parameters, inputs["lr"], log),
    )


def replay(
    inputs: dict[str, Any], way: Way = Way(), path: list[list[torch.Tensor]] | None = None
) -> list[torch.Tensor]:
    """Train the short scenario in that way and return the parameters.

    :param path: list that gets the parameters before each batch.
    """
    made, custom = scenario(inputs), inputs["form"] == "custom"
    net, updater = made.net, made.updater
    sizes, left = cycle(way.sizes), way.stop
    for epoch, batches in enumerate(_epochs(inputs, way)):
        if way.clear == "epoch" and not custom:
            updater.zero_grad()
        for place, (X, y) in enumerate(batches):
            if not custom:
                net.train(_trains(way.mode, epoch, place))
            if path is not None:
                path.append([p.detach().clone() for p in made.parameters])
            losses = made.loss(net(X), y)  # (k,)
            if not custom and way.clear == "before":
                updater.zero_grad()
            _reduced(losses, way, custom).backward()
            if way.steps and custom:
                updater(next(sizes, len(X)))
            elif way.steps:
                updater.step()
            left = None if left is None else left - 1
            if left == 0:
                return [p.detach() for p in made.parameters]
        if way.test_backward:
            for X, y in _batches(inputs, "test_"):
                made.loss(net(X), y).sum().backward()
    return [p.detach() for p in made.parameters]


def assert_parameters(got: Any, want: list[torch.Tensor]) -> None:
    """Compare parameters one by one with those of the judge's own training."""
    if not isinstance(got, list) or len(got) != len(want):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.number_of_parameters"))
    for name, ours, theirs in zip(("W", "b", "params[2]", "params[3]"), want, got, strict=False):
        assert_close(theirs, ours, TOLERANCE, what=phrase("what.trained", name=name))


def _batches(inputs: dict[str, Any], split: str) -> list[tuple[torch.Tensor, torch.Tensor]]:
    return list(zip(inputs[f"{split}images"], inputs[f"{split}labels"], strict=True))


def _epochs(inputs: dict[str, Any], way: Way) -> Iterator[list[tuple[torch.Tensor, torch.Tensor]]]:
    """Yield the batches (X, y) of each epoch."""
    test = _batches(inputs, "test_")
    epochs = inputs["num_epochs"] if way.epochs is None else way.epochs
    for epoch in range(epochs):
        last = epoch == epochs - 1
        too = way.also_on_test == "each" or (way.also_on_test == "last" and last)
        yield _batches(inputs, way.on)[slice(*way.used)] + (test if too else [])


def _trains(mode: str, epoch: int, place: int) -> bool:
    """Return whether the net is in training mode for that batch of that epoch."""
    in_train = {
        "train": True, "eval_later": epoch == 0, "first_batch": place == 0, "first_batch_ever": epoch == place == 0,
    }  # fmt: skip
    return in_train.get(mode, False)


def _reduced(losses: torch.Tensor, way: Way, custom: bool) -> torch.Tensor:
    if way.divisor is not None:
        return losses.sum() / way.divisor
    return losses.sum() if (way.reduction or ("sum" if custom else "mean")) == "sum" else losses.mean()

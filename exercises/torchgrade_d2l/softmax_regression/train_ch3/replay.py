"""The judge's own trainings: the right one, and those of the mistakes that learners make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.draws import Tensors

SIZES = (6, 6, 6, 6, 6, 6, 6, 3)
TEST_SIZES = (5, 3)
EPOCHS = 3
LR = 0.3
CLASSES = 4
FEATURES = 6
_CODES = torch.tensor(
    [[1, 1, 1, -1, -1, -1], [1, -1, -1, 1, 1, -1], [-1, 1, -1, 1, -1, 1], [-1, -1, 1, -1, 1, 1]],
    dtype=torch.float64,
)  # (4, 6): no two classes agree in more than two places, so that dropout leaves them apart

CALL = "train_ch3(net, train_iter, test_iter, loss, num_epochs, updater)"


@cache
def text(name: str) -> str:
    """Return the text of a scenario: the nets, and the driver of that name."""
    place = files("torchgrade_d2l.softmax_regression.train_ch3")
    return (place / "nets.py.txt").read_text("utf-8") + (place / f"{name}.py.txt").read_text("utf-8")


@cache
def _nets() -> dict[str, Any]:
    space: dict[str, Any] = {}
    source = (files("torchgrade_d2l.softmax_regression.train_ch3") / "nets.py.txt").read_text("utf-8")
    exec(compile(source, "<nets>", "exec"), space)  # noqa: S102 - our own text, which the worker gets too
    return space


def _split(tensors: Tensors, sizes: tuple[int, ...]) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    images, labels = [], []
    for k in sizes:
        y = tensors.integers(0, CLASSES, k)  # (k,)
        X = 1.5 * _CODES[y] + 0.3 * tensors.normal(k, FEATURES, dtype=torch.float64)  # (k, 6)
        images.append(X.reshape(k, 1, 2, 3))
        labels.append(y)
    return images, labels


def short_inputs(tensors: Tensors, form: str) -> dict[str, Any]:
    """Draw the short scenario: 8 separable batches of unequal size, float64 (k, 1, 2, 3), four classes.

    :param form: ``custom`` (a plain function over W and b), ``optimizer`` (a Module with torch's SGD), or
        ``modes`` (a Module with dropout and batch norm).
    """
    images, labels = _split(tensors, SIZES)
    test_images, test_labels = _split(tensors, TEST_SIZES)
    return {
        "form": form,
        "images": images,
        "labels": labels,
        "test_images": test_images,
        "test_labels": test_labels,
        "W": 0.1 * tensors.normal(FEATURES, CLASSES, dtype=torch.float64),
        "b": torch.zeros(CLASSES, dtype=torch.float64),
        "lr": LR,
        "num_epochs": EPOCHS,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to train; the default is the right one."""

    reduction: str = ""
    """``mean`` or ``sum`` where it is not the one that the updater needs."""
    clear: str = "before"
    """For the optimizer: ``before`` backward, or ``never``."""
    steps: bool = True
    size: int | None = None
    """What the custom updater is called with, where it is not the size of the batch."""
    epochs: int = EPOCHS
    batches: int | None = None
    """How many batches of an epoch are used, from the first; all where None."""
    on: str = ""
    """``test_`` where it trains on the test data."""
    mode: str = "train"
    """``train`` in every epoch, ``eval`` throughout, or ``eval_later``: not restored after an evaluation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What ``train_ch3`` is handed in the short scenario, built in the judge."""

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


def replay(inputs: dict[str, Any], way: Way = Way()) -> list[torch.Tensor]:
    """Train the short scenario in that way and return the parameters, float64."""
    made, custom = scenario(inputs), inputs["form"] == "custom"
    net, updater = made.net, made.updater
    batches = list(zip(inputs[f"{way.on}images"], inputs[f"{way.on}labels"], strict=True))[: way.batches]
    for epoch in range(way.epochs):
        if not custom:
            net.train(way.mode == "train" or (way.mode == "eval_later" and epoch == 0))
        for X, y in batches:
            losses = made.loss(net(X), y)  # (k,)
            if not custom and way.clear == "before":
                updater.zero_grad()
            total = losses.sum() if (way.reduction or ("sum" if custom else "mean")) == "sum" else losses.mean()
            total.backward()
            if way.steps and custom:
                updater(len(X) if way.size is None else way.size)
            elif way.steps:
                updater.step()
    return [p.detach() for p in made.parameters]

"""Batches and a net, on which the commonest mistakes give other numbers than the accuracy."""

from __future__ import annotations

import itertools
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.evaluate_accuracy.measures import (
    ALIKE_IF_EVEN,
    CLASSES,
    FEATURES,
    MISTAKES,
    Counts,
    Measure,
    accuracy,
)

CALL = "evaluate_accuracy(net, data_iter)"
EVEN = ((5, 5, 5), (7, 7))
UNEVEN = ((5, 5, 1), (7, 7, 2))
"""Numbers of rows of the batches of two data sets: mistakes that agree on one of them differ on the other.

Only the uneven batches show whether batches were averaged, so that this mistake costs no other check.
"""
_TRIES = 50
_SHARE_RIGHT = 0.3
_GAP = 1e-3
_APART = 1e-3
"""Smallest difference between the accuracy and a wrong number; right answers differ by 1e-7."""


@cache
def text() -> str:
    """Return the text of the scenario."""
    place = files("torchgrade_d2l.softmax_regression.evaluate_accuracy")
    return (place / "evaluate.py.txt").read_text("utf-8")


def data_sets(tensors: Tensors, groups: tuple[tuple[int, ...], ...] = EVEN) -> list[dict[str, Any]]:
    """Draw two data sets, each with a net.

    The draw is repeated, at most 50 times, until every mistake gives another number than the accuracy on both data
    sets, and than every other mistake on one of them. Three of eight draws succeed, so all 50 fail once in
    10^10. Then a mistake might pass, and a right answer still passes.

    :param groups: numbers of rows of the batches of both.
    """
    made: list[dict[str, Any]] = []
    measures = [m for m in MISTAKES if groups is not EVEN or m not in ALIKE_IF_EVEN]
    for _ in range(_TRIES):
        made = [batches(tensors, sizes, CLASSES, FEATURES) for sizes in groups]
        if _told_apart(made, measures):
            break
    return made


def batches(tensors: Tensors, sizes: tuple[int, ...], q: int, d: int) -> dict[str, Any]:
    """Draw parameters with gradients, images (k, 1, 2, d / 2) and labels (k,), of which some are predicted.

    The draw is repeated until each prediction is clear in both modes, so that no rounding changes one. Even for 410
    rows three of four draws succeed.
    """
    inputs = _batches(tensors, sizes, q, d)
    while not _is_clear(inputs):
        inputs = _batches(tensors, sizes, q, d)
    return inputs


def _batches(tensors: Tensors, sizes: tuple[int, ...], q: int, d: int) -> dict[str, Any]:
    W, b = tensors.normal(d, q), tensors.normal(q)
    images, labels = [], []
    for k in sizes:
        X = tensors.normal(k, d)
        predicted = (X @ W + b).argmax(dim=1)
        y = torch.where(tensors.uniform(k) < _SHARE_RIGHT, predicted, tensors.integers(0, q, k))  # (k,)
        images.append(X.reshape(k, 1, 2, -1))
        labels.append(y)
    return {
        "W": W, "b": b, "W_grad": tensors.normal(d, q), "b_grad": tensors.normal(q), "images": images, "labels": labels,
    }  # fmt: skip


def _is_clear(inputs: dict[str, Any]) -> bool:
    """Return whether the two largest scores of each row differ, and the two smallest."""
    ordered = torch.cat(scores(inputs)).sort(dim=1).values  # (n, q)
    return bool((ordered.diff(dim=1)[:, [0, -1]] > _GAP).all())


def scores(inputs: dict[str, Any]) -> list[torch.Tensor]:
    """Return the scores (k, q) of each batch."""
    W, b = inputs["W"], inputs["b"]
    return [X.reshape(len(X), -1) @ W + b for X in inputs["images"]]


def counts(inputs: dict[str, Any], sign: int = 1) -> Counts:
    """Return the counts of each batch.

    :param sign: -1 for the Module in training mode.
    """
    pairs = zip(scores(inputs), inputs["labels"], strict=True)
    right = tuple(int(((sign * y_hat).argmax(dim=1) == y).sum()) for y_hat, y in pairs)
    return Counts(right, tuple(map(len, inputs["labels"])))


def regrouped(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the same rows in two batches of unequal size."""
    parts = {name: torch.cat(inputs[name]) for name in ("images", "labels")}
    return {**inputs, **{name: list(rows.split([len(rows) - 2, 2])) for name, rows in parts.items()}}


def _told_apart(made: list[dict[str, Any]], measures: list[Measure]) -> bool:
    """Return whether the numbers of all mistakes differ."""
    on_both = [_numbers(inputs, measures) for inputs in made]
    if any(abs(wrong - numbers[0]) < _APART for numbers in on_both for wrong in numbers[1:]):
        return False
    pairs = itertools.combinations(zip(*on_both, strict=True), 2)
    return all(any(abs(a - b) > _APART for a, b in zip(one, other, strict=True)) for one, other in pairs)


def _numbers(inputs: dict[str, Any], measures: list[Measure]) -> list[float]:
    """Return the accuracy, that in training mode, and the numbers of the mistakes."""
    made = counts(inputs)
    return [accuracy(made), accuracy(counts(inputs, -1)), *(mistake(made) for mistake in measures)]

"""Hidden checks of ``train_ch3``: a replay whose labels and parameters no student has seen (ruling 11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.train_ch3.checks import train
from torchgrade_d2l.softmax_regression.trainings import Plan, assert_parameters, planned_inputs, scenario

_CLASSES, _FEATURES = 12, 40
_SIZES = {"custom": ((300, *[6] * 10, 3), 2), "optimizer": ((300, 6, 3), 11)}
"""Sizes of the batches, more than 256 rows in one and more than 10 batches, and epochs, more than 10."""


def plan(tensors: Tensors, form: str) -> Plan:
    """Return a plan of other sizes; the means of the classes are random corners of a cube."""
    sizes, epochs = _SIZES[form]
    codes = 2.0 * tensors.integers(0, 2, _CLASSES, _FEATURES) - 1  # (q, d)
    return Plan(codes=codes, start=0.08, sizes=sizes, epochs=epochs, lr=0.1)


@pytest.mark.check(points=1.5, kind="value", requires=["custom", "optimizer"])
def test_replay(student: Student, tensors: Tensors, reference: Callable[..., Any]) -> None:
    """Train both forms with 12 classes, a batch of 300 rows and more than 10 batches or epochs."""
    for form in ("custom", "optimizer"):
        inputs = planned_inputs(tensors, form, plan(tensors, form))
        result = train(student, "short", **inputs)
        made = scenario(inputs)
        reference(made.net, made.train, made.test, made.loss, inputs["num_epochs"], made.updater)
        want: list[torch.Tensor] = [p.detach() for p in made.parameters]
        assert_parameters(result.get("parameters"), want)

"""Checks of ``build_linreg(num_features, lr)`` (chapter section 3, steps 3 to 6).

The scenarios give other values to weight and bias before they look at the net and at a step, because a bias of 0 and
weights of 0.01 hide mistakes.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from torchgrade.checking.assertions import assert_close, assert_form
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.model.phrases import phrase
from torchgrade_d2l.linear_regression.build_linreg.parts import (
    ROWS,
    inputs_of,
    look,
    right_loss,
    right_outputs,
    rounds_of,
    shapes_of,
    shapes_text,
    tensors_of,
    weight_and_bias,
)
from torchgrade_d2l.normal_weights import assert_weights

CASES = ((2, 0.03), (3, 0.5))
"""Pairs (num_features, lr)."""
MANY = 10_000
TOLERANCE = (1e-6, 1e-6)


def assert_net(student: Student, inputs: dict[str, Any]) -> None:
    """Raise unless the net is one linear layer from num_features to 1."""
    result, d = look(student, inputs, "net"), inputs["num_features"]
    shapes = shapes_of(result.get("shapes"))
    if not shapes:
        raise CheckFailedError("build_linreg.no_parameters")
    if sorted(map(math.prod, shapes)) != [1, d]:
        raise CheckFailedError("build_linreg.parameters", num_features=d, got_shapes=shapes_text(shapes))
    assert_form(result.get("outputs"), (ROWS, 1), what="what.output_of_net")
    assert_close(result.get("outputs"), right_outputs(inputs), what="what.output_of_net")


def assert_steps(student: Student, inputs: dict[str, Any]) -> None:
    """Raise unless each of two steps subtracts lr times the gradient from every parameter."""
    for number, parameters in enumerate(rounds_of(look(student, inputs, "trainer")), start=1):
        for one in parameters:
            want = one.before - inputs["lr"] * one.gradient
            assert_close(one.after, want, TOLERANCE, what=phrase("build_linreg.what.after_step", number=number))


@pytest.mark.check(points=1, kind="value")
def test_net(student: Student, tensors: Tensors) -> None:
    """Compare the output with X w + b for values of w and b that the judge chose."""
    for num_features, lr in CASES:
        assert_net(student, inputs_of(tensors, "net", num_features, lr))


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_init(student: Student, tensors: Tensors) -> None:
    """Compare 10,000 weights with draws of N(0, 0.01²), and the bias with 0.

    False alarm: at most 1.2e-10 (:mod:`torchgrade_d2l.normal_weights`, which states the power too).
    """
    result = look(student, inputs_of(tensors, "init", MANY, 0.03), "net")
    weight, bias = weight_and_bias(result.get("parameters"), MANY)
    assert_weights(weight)
    if float(bias) != 0:
        raise CheckFailedError("build_linreg.bias", got_bias=float(bias))


@pytest.mark.check(points=1, kind="value")
def test_loss(student: Student, tensors: Tensors) -> None:
    """Compare the loss of given predictions, because another check judges the net."""
    inputs = inputs_of(tensors, "loss", 2, 0.03)
    result = look(student, inputs, "loss")
    assert_form(result.get("value"), (), what="what.loss")
    assert_close(result.get("value"), right_loss(inputs), what="what.loss")
    if result.get("flows") is not True:
        raise CheckFailedError("build_linreg.no_graph")


@pytest.mark.check(points=1, kind="value")
def test_step(student: Student, tensors: Tensors) -> None:
    """Compare two steps with the gradients that each parameter had, because other checks judge net and loss."""
    for num_features, lr in CASES:
        assert_steps(student, inputs_of(tensors, "step", num_features, lr))


@pytest.mark.check(points=0.5, kind="contract", requires=["net"])
def test_fresh(student: Student, tensors: Tensors) -> None:
    """Change the parameters of one net and look at those of another."""
    result = look(student, inputs_of(tensors, "two", 3, 0.03), "net")
    before, after = tensors_of(result.get("before")), tensors_of(result.get("after"))
    if len(before) != len(after) or not all(map(torch.equal, before, after)):
        raise CheckFailedError("build_linreg.shared")

"""Checks of ``init_weights(m)`` (chapter section 7)."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.assertions import assert_form
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade_d2l.normal_weights import assert_few_weights, assert_weights
from torchgrade_d2l.softmax_regression.init_weights.nets import LINEAR, OTHERS, apply, weight


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_normal(student: Student) -> None:
    """Compare 25,600 weights of one layer, and 1,000 of a nested one, with draws of N(0, 0.01²).

    False alarm: at most 9.6e-11 and 4.6e-11 (:mod:`torchgrade_d2l.normal_weights`, which states the power too).
    """
    applied = apply(student, "linear", LINEAR, 2)[0]
    assert_weights(weight(applied, 0, LINEAR[0]))
    assert_few_weights(weight(applied, 1, LINEAR[1]))


@pytest.mark.check(points=0.5, kind="contract", requires=["normal"])
def test_others(student: Student) -> None:
    """Compare the weights of other layers, bit for bit."""
    (applied,) = apply(student, "others", list(OTHERS.values()), 1)
    for name, before, after in zip(OTHERS, applied.before, applied.after, strict=True):
        if after is None or not torch.equal(before, after):
            raise CheckFailedError("init_weights.changed", layer=name)


@pytest.mark.check(points=0.5, kind="contract", requires=["normal"])
def test_parameter(student: Student) -> None:
    """Look at the form of the weights, and at whether they can be trained."""
    for applied in apply(student, "linear", LINEAR, 2):
        for shape, after, is_parameter in zip(LINEAR, applied.after, applied.are_parameters, strict=True):
            assert_form(after, shape, torch.float32, what="what.weight")
            if not is_parameter:
                raise CheckFailedError("init_weights.no_parameter")


@pytest.mark.check(points=0.5, kind="contract", requires=["normal"])
def test_fresh(student: Student) -> None:
    """Compare the weights of two nets.

    False alarm: 25,600 draws equal those of another net with less than 1e-1000.
    """
    first, second = apply(student, "linear", LINEAR, 2)
    for place, shape in enumerate(LINEAR):
        if torch.equal(weight(first, place, shape), weight(second, place, shape)):
            raise CheckFailedError("init_weights.same")

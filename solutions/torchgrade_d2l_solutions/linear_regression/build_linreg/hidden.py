"""Hidden checks of ``build_linreg``: sizes and learning rates that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.build_linreg.checks import assert_net, assert_steps
from torchgrade_d2l.linear_regression.build_linreg.parts import inputs_of

CASES = ((17, 0.2), (5, 0.01), (784, 1.0))
"""Pairs (num_features, lr)."""


@pytest.mark.check(points=0.5, kind="value", requires=["net", "step"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Look at net and steps of each size."""
    for num_features, lr in CASES:
        assert_net(student, inputs_of(tensors, "net", num_features, lr))
        assert_steps(student, inputs_of(tensors, "step", num_features, lr))

"""Hidden check of ``init_weights``: sizes of layers that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.proxies import Student
from torchgrade_d2l.normal_weights import assert_weights
from torchgrade_d2l.softmax_regression.init_weights.nets import apply, weight

SIZES = ((1024, 40), (30, 700))
"""Inputs and outputs of the layers."""


@pytest.mark.check(points=0.5, kind="statistics", requires=["normal"])
def test_other_sizes(student: Student) -> None:
    """Compare 40,960 and 21,000 weights of layers that are whole nets with draws of N(0, 0.01²).

    False alarm: at most 2e-10 (:mod:`torchgrade_d2l.normal_weights`, which states the power too).
    """
    for inputs, outputs in SIZES:
        shape = (outputs, inputs)
        (applied,) = apply(student, [inputs, outputs], [shape], 1)
        assert_weights(weight(applied, 0, shape))

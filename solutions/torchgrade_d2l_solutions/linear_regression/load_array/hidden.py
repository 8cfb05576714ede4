"""Hidden checks of ``load_array``: sizes and shapes that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.load_array.checks import assert_epoch
from torchgrade_d2l.linear_regression.load_array.loops import draw, one_epoch

SIZES = ((17, 6, 2, 5), (5, 5, 3, 1), (1, 4, 2, 3), (300, 256, 4, 12), (1003, 400, 2, 3))
"""Rows, batch size, number of arrays and number of features; four arrays end with one of images."""


@pytest.mark.check(points=0.5, kind="value", requires=["batches"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Read one epoch of each size."""
    for n, batch_size, count, columns in SIZES:
        assert_epoch(one_epoch(student, draw(tensors, n, count, columns), batch_size))

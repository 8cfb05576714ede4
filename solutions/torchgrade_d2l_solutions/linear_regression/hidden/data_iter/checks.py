"""Passes of ``data_iter`` over sizes that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.data_iter.checks import assert_coverage, assert_pairs
from torchgrade_d2l.linear_regression.data_iter.passes import draw, one_pass


@pytest.mark.check(points=1, kind="value", requires=["coverage"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Passes over data of other sizes are right as well."""
    for n, batch_size, integer in (
        (17, 6, True),
        (30, 10, False),
        (5, 5, True),
        (64, 7, False),
        (9, 100, False),
    ):
        made = one_pass(student, batch_size, *draw(tensors, n, integer_labels=integer))
        assert_pairs(made)
        assert_coverage(made)

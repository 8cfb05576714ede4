"""Hidden checks of ``synthetic_data``: numbers of features that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.synthetic_data.checks import LINE_N, assert_line
from torchgrade_d2l.linear_regression.synthetic_data.drawn import draw


@pytest.mark.check(points=0.5, kind="value", requires=["line"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Fit a plane for other numbers of features, also for more than 10."""
    for d in (2, 5, 7, 12):
        assert_line(draw(student, tensors, d, LINE_N))

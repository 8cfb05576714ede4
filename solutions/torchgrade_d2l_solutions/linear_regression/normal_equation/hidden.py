"""Hidden checks of ``normal_equation``: sizes that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.normal_equation.checks import assert_plane
from torchgrade_d2l.linear_regression.normal_equation.planes import NOISE_SD, example

SIZES = ((300, 12), (12, 1), (50, 5), (2, 1))
"""Pairs (n, d), also more than 256 rows and more than 10 features."""


@pytest.mark.check(points=0.5, kind="value", requires=["exact", "noisy"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Ask for planes of other sizes."""
    for n, d in SIZES:
        assert_plane(student, *example(tensors, n, d, noise=NOISE_SD))

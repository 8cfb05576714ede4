"""Hidden checks of ``accuracy``: sizes that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.accuracy.checks import assert_number
from torchgrade_d2l.softmax_regression.accuracy.draws import matrix
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy

SIZES = ((9, 9, 0.0), (31, 2, 0.0), (40, 10, -30.0), (6, 7, -3.0), (300, 12, 0.0), (1100, 30, 0.0))
"""(n, q, mean of the scores), also more than 256 rows and 10 classes."""


@pytest.mark.check(points=0.5, kind="value", requires=["matrix"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Compare the counts of matrices of other sizes."""
    for n, q, shift in SIZES:
        y_hat, y = matrix(tensors, n, q, shift=shift)
        want = accuracy(y_hat, y)
        made = assert_number(student.accuracy(y_hat, y))
        if made != want:
            raise CheckFailedError("accuracy.count", n=n, want=int(want), got_number=made)

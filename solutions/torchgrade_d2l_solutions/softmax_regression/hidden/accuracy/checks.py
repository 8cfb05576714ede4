"""Counts of ``accuracy`` on sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.accuracy.checks import assert_number
from torchgrade_d2l.softmax_regression.accuracy.counts import matrix


@pytest.mark.check(points=0.5, kind="value", requires=["matrix"])
def test_other_sizes(
    student: Student, tensors: Tensors, reference: Callable[[torch.Tensor, torch.Tensor], float]
) -> None:
    """Counts of other sizes must be right as well, also of more than 256 rows and 10 classes."""
    for n, q, shift in ((9, 9, 0.0), (31, 2, 0.0), (40, 10, -30.0), (6, 7, -3.0), (300, 12, 0.0), (1100, 30, 0.0)):
        y_hat, y = matrix(tensors, n, q, shift=shift)
        want = reference(y_hat, y)
        made = assert_number(student.accuracy(y_hat, y))
        if made != want:
            raise CheckFailedError("accuracy.count", n=n, want=int(want), got_number=made)

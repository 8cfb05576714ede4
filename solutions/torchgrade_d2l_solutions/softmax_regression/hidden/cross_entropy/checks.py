"""Values of ``cross_entropy`` on sizes that a student has not seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.cross_entropy.checks import TOLERANCE
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import draw


@pytest.mark.check(points=1, kind="value", requires=["losses"])
def test_other_sizes(
    student: Student, tensors: Tensors, reference: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
) -> None:
    """The losses of batches of other sizes must be right as well, also of more than 256 rows and 10 classes."""
    for n, q in ((2, 5), (7, 2), (6, 6), (9, 3), (1, 2), (300, 12), (4, 17)):
        y_hat, y = draw(tensors, n, q)
        assert_close(student.cross_entropy(y_hat, y), reference(y_hat.to(torch.float64), y), TOLERANCE)

"""Values of ``softmax`` on sizes and scales that a student has not seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student


@pytest.mark.check(points=1, kind="value", requires=["rows"])
def test_other_sizes(
    student: Student, tensors: Tensors, reference: Callable[[torch.Tensor], torch.Tensor]
) -> None:
    """Rows of other sizes are right as well."""
    for n, q in ((2, 9), (7, 2), (6, 6), (1, 3), (3, 1)):
        for dtype in (torch.float32, torch.float64):
            X = 2 * tensors.normal(n, q, dtype=dtype) + 1  # (n, q)
            assert_close(student.softmax(X), reference(X.to(torch.float64)))

"""``mean_and_variance`` of a single row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_tinycourse.basics.mean_and_variance.pairs import pair


@pytest.mark.check(points=1, kind="value", requires=["variance"])
def test_one_row(
    student: Student,
    tensors: Tensors,
    reference: Callable[[torch.Tensor], tuple[torch.Tensor, torch.Tensor]],
) -> None:
    """A single row has its own numbers as means, and the variance 0."""
    X = tensors.normal(1, 4)  # (1, 4)
    for got, want in zip(pair(student.mean_and_variance(X)), reference(X.to(torch.float64)), strict=True):
        assert_close(got, want)

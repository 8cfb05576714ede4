"""``relu`` on numbers that a student has not seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student


@pytest.mark.check(points=1, kind="value", requires=["values"])
def test_large(student: Student, tensors: Tensors, reference: Callable[[torch.Tensor], torch.Tensor]) -> None:
    """Large numbers stay as they are."""
    X = 1000 * tensors.normal(7, 2)
    assert_close(student.relu(X), reference(X.to(torch.float64)))

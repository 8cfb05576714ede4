"""What is asked of ``relu(X)``."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.assertions import assert_close, assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.gradients import assert_gradient
from torchgrade.checking.proxies import Student


def right(X: torch.Tensor) -> torch.Tensor:
    """Return the right answer for X, float64."""
    return X.to(torch.float64).clamp(min=0)


@pytest.mark.check(points=2, kind="value")
def test_values(student: Student, tensors: Tensors) -> None:
    """Negative numbers become 0, others stay as they are."""
    for shape in ((3, 4), (5,), (2, 3, 4)):
        for dtype in (torch.float32, torch.float64):
            X = tensors.normal(*shape, dtype=dtype)
            assert_close(student.relu(X), right(X))


@pytest.mark.check(points=0.5, kind="contract", requires=["values"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """X is the same after the call as before."""
    X = tensors.normal(3, 4)
    assert_unchanged([X], student.call(X).after, ["X"])


@pytest.mark.check(points=0.5, kind="gradient", requires=["values"])
def test_gradient(student: Student, tensors: Tensors) -> None:
    """The gradient is 1 where X is positive and 0 where it is negative."""
    X = tensors.normal(3, 4, dtype=torch.float64)
    # Near 0, where the slope changes, a difference of two values says nothing.
    assert_gradient(student, tensors, (X + 0.1 * X.sign(),), right)

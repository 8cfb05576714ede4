"""What is asked of ``mean_and_variance(X)``."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.assertions import assert_close, assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_tinycourse.basics.mean_and_variance.pairs import pair

SIZES = ((6, 3), (4, 4), (9, 1))


@pytest.mark.check(points=1, kind="value")
def test_mean(student: Student, tensors: Tensors) -> None:
    """The first tensor holds the mean of each column."""
    for n, d in SIZES:
        X = tensors.normal(n, d)  # (n, d)
        assert_close(pair(student.mean_and_variance(X))[0], X.to(torch.float64).mean(0))


@pytest.mark.check(points=1.5, kind="value", requires=["mean"])
def test_variance(student: Student, tensors: Tensors) -> None:
    """The second holds the mean squared distance of each column from its mean."""
    for n, d in SIZES:
        X = tensors.normal(n, d)  # (n, d)
        assert_close(pair(student.mean_and_variance(X))[1], X.to(torch.float64).var(0, correction=0))


@pytest.mark.check(points=0.5, kind="contract", requires=["mean"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """X is the same after the call as before."""
    X = tensors.normal(6, 3)
    assert_unchanged([X], student.call(X).after, ["X"])

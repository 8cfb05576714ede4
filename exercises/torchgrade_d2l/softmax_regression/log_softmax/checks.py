"""Checks of ``log_softmax(X)`` (chapter section 7.1)."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_close
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.errors import errors_shown
from torchgrade_d2l.softmax_regression.huge_logits import PRECISION, assert_huge, assert_huge_gradient
from torchgrade_d2l.softmax_regression.log_softmax.oracle import log_softmax
from torchgrade_d2l.softmax_regression.logits import (
    logits,
    moderate,
    moderate_to_differentiate,
    precise_logits,
    whole_and_part,
)


@pytest.mark.check(points=1.5, kind="value")
def test_rows(student: Student, tensors: Tensors, data: Data) -> None:
    """Ask for each size twice, because an answer that is kept from the first call is then wrong."""
    several = [*moderate(tensors), *moderate(tensors), torch.zeros(3, 4)]
    answers = student.call_each(*((X,) for X in several))
    for X, answer in zip(several, answers, strict=True):
        got, want = answer.value, log_softmax(X)
        with errors_shown(data, "matrix.log_softmax_errors", got, want):
            assert_close(got, want)


test_shape = standard.form(log_softmax, logits, points=0.5, requires=["rows"])
test_gradient = standard.gradient(log_softmax, moderate_to_differentiate, points=0.5, requires=["rows"])


@pytest.mark.check(points=0.5, kind="stability", requires=["rows"])
def test_huge(student: Student) -> None:
    """Compare values of fixed rows."""
    assert_huge(student, log_softmax)


@pytest.mark.check(points=0.5, kind="stability", requires=["gradient", "huge"])
def test_huge_gradient(student: Student, tensors: Tensors) -> None:
    """Compare gradients of the same rows."""
    assert_huge_gradient(student, tensors, log_softmax)


# After the huge logits, because a guard in the logarithm is first of all a mistake there.
test_precision = standard.precise(log_softmax, precise_logits, points=0.5, requires=["rows"], tolerance=PRECISION)
test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["rows"])
test_integrity = standard.written(logits, points=0.5, requires=["rows"])

"""Checks of ``softmax(X)`` (chapter sections 4.3, 6 and 7.1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_close
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.errors import errors_shown
from torchgrade_d2l.softmax_regression.logits import logits, precise_logits, to_differentiate, whole_and_part
from torchgrade_d2l.softmax_regression.softmax.oracle import LARGE, softmax

T1000 = (2e-4, 1e-4)
"""Tolerance at 1000, because one unit in the last place of 1000 is 6e-5 in float32."""
PRECISION = (2e-8, 1e-12)
"""Tolerance for a guard of 1e-8 beside a sum of at least 1; the largest error of float32 is above 1e-7."""
GRADIENT_TOLERANCE = (1e-3, 1e-3)
"""Tolerance of gradients, because float32 is not more precise if logits of 1000 are subtracted from each other."""


@pytest.mark.check(points=2, kind="value")
def test_rows(student: Student, tensors: Tensors, data: Data) -> None:
    """Ask for each size twice, because an answer that is kept from the first call is then wrong."""
    several = [*logits(tensors), *logits(tensors), torch.zeros(3, 4)]
    answers = student.call_each(*((X,) for X in several))
    for X, answer in zip(several, answers, strict=True):
        got, want = answer.value, softmax(X)
        with errors_shown(data, "matrix.softmax_errors", got, want):
            assert_close(got, want)


def large(_: Tensors) -> Iterator[torch.Tensor]:
    """Yield logits of ±1000 and rows of very different size."""
    yield LARGE


def minus_infinity(tensors: Tensors) -> Iterator[torch.Tensor]:
    """Yield logits with one -inf in a row."""
    X = 3 * tensors.normal(3, 4)
    X[0, 1] = X[2, 3] = -torch.inf
    yield X


test_shape = standard.form(softmax, logits, points=0.5, requires=["rows"])
test_precision = standard.precise(softmax, precise_logits, points=0.5, requires=["rows"], tolerance=PRECISION)
test_gradient = standard.gradient(softmax, to_differentiate, points=0.5, requires=["rows"])
test_large = standard.values(softmax, large, points=0.5, kind="stability", requires=["rows"], tolerance=T1000)
test_minus_infinity = standard.values(softmax, minus_infinity, points=0.5, kind="stability", requires=["rows"])
test_large_gradient = standard.pullback(softmax, large, points=0.5, requires=["gradient"], tolerance=GRADIENT_TOLERANCE)
test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["rows"])
test_integrity = standard.written(logits, points=0.5, requires=["rows"])

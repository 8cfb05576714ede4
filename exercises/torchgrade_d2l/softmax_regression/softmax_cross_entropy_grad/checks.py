"""Checks of ``softmax_cross_entropy_grad(logits, y)`` (chapter section 4.5)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_close
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.pictured import matrix
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.huge_logits import PRECISION
from torchgrade_d2l.softmax_regression.labelled_logits import (
    Pair,
    labelled,
    labelled_also_without_last_class,
    labelled_twice,
    labelled_whole_and_part,
    precisely_labelled,
)
from torchgrade_d2l.softmax_regression.softmax_cross_entropy_grad.oracle import (
    LARGE,
    LARGE_LABELS,
    softmax_cross_entropy_grad,
)

T1000 = (2e-4, 1e-4)
"""Tolerance at 1000, because one unit in the last place of 1000 is 6e-5 in float32."""
NAMES = ["logits", "y"]


def large(_: Tensors) -> Iterator[Pair]:
    """Yield logits of ±1000 and rows of very different size. In float64 exp overflows for them as well."""
    yield LARGE, LARGE_LABELS


@pytest.mark.check(points=1, kind="value")
def test_values(student: Student, tensors: Tensors, data: Data) -> None:
    """Compare all sizes, and show the gradient of the first four examples."""
    for index, (logits, y) in enumerate(labelled_twice(tensors)):
        got, want = student.softmax_cross_entropy_grad(logits, y), softmax_cross_entropy_grad(logits, y)
        if index == 0 and isinstance(got, torch.Tensor) and got.shape == want.shape:
            heads = {"rows": y.tolist(), "columns": range(want.shape[1])}
            data.attach(matrix("matrix.softmax_cross_entropy_grad", got, signed=True, wanted=want, **heads))
        assert_close(got, want)


test_shape = standard.form(
    softmax_cross_entropy_grad, labelled_also_without_last_class, points=0.5, requires=["values"]
)
test_precision = standard.precise(
    softmax_cross_entropy_grad, precisely_labelled, points=0.5, requires=["values"], tolerance=PRECISION
)
test_large = standard.values(
    softmax_cross_entropy_grad, large, points=0.5, kind="stability", requires=["values"], tolerance=T1000
)
test_untouched = standard.untouched(labelled_whole_and_part, points=0.5, requires=["values"], names=NAMES)
test_integrity = standard.written(labelled, points=0.5, requires=["values"])

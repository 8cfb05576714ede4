"""Checks of ``softmax_regression(X, W, b)`` (chapter sections 4.4 and 6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.assertions import assert_form, assert_precise
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.softmax_regression.oracle import (
    NARROW,
    Model,
    draw,
    images,
    sizes,
    softmax_regression,
    to_differentiate,
)

TOLERANCE = (1e-4, 1e-5)
"""Tolerance of float32, because each logit is a sum of 784 products."""
PRECISE = (2e-8, 1e-12)
"""Tolerance for a guard of 1e-8 beside a sum of about 1; the largest error of float32 is above 1e-7."""
ARGUMENTS = ("X", "W", "b")


def whole_and_part(tensors: Tensors) -> Iterator[Model]:
    """Yield separate tensors, and some images of a larger batch."""
    yield draw(tensors, 2, 1, 28, 28, q=10, scale=NARROW)
    X, W, b = draw(tensors, 5, 1, 28, 28, q=10, scale=NARROW)
    yield X[1:4], W, b


test_images = standard.values(softmax_regression, images, points=1, tolerance=TOLERANCE)
test_sizes = standard.values(softmax_regression, sizes, points=0.5, requires=["images"], tolerance=TOLERANCE)


@pytest.mark.check(points=0.5, kind="shape", requires=["images"])
def test_shape(student: Student, tensors: Tensors) -> None:
    """Ask in both dtypes, and for the precision of float64, because a result may pass through float32."""
    for X, W, b in images(tensors):
        assert_form(student.softmax_regression(X, W, b), (len(X), len(b)), torch.float32)
    for X, W, b in images(tensors, torch.float64):
        got = student.softmax_regression(X, W, b)
        assert_form(got, (len(X), len(b)), torch.float64)
        assert_precise(got, softmax_regression(X, W, b), PRECISE)


test_gradient = standard.gradient(
    softmax_regression, to_differentiate, points=0.5, requires=["images"], wrt=range(len(ARGUMENTS))
)
test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["images"], names=ARGUMENTS)
test_integrity = standard.written(images, points=0.5, requires=["images"])

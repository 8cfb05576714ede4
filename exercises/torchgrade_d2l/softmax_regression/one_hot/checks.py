"""Checks of ``one_hot(y, num_classes)`` (chapter section 4.1)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from torchgrade.checking import pictured, standard
from torchgrade.checking.assertions import assert_close, assert_form, assert_tensor
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.one_hot.oracle import Encoded, labels, one_hot

EXACTLY = (0.0, 0.0)


@pytest.mark.check(points=1, kind="value")
def test_rows(student: Student, tensors: Tensors, data: Data) -> None:
    """Compare exactly and in any dtype, because 0 and 1 have no rounding errors; show the first matrix."""
    for index, (y, num_classes) in enumerate(labels(tensors)):
        got, want = assert_tensor(student.one_hot(y, num_classes)), one_hot(y, num_classes)
        if index == 0 and got.shape == want.shape:
            heads = {"rows": y.tolist(), "columns": range(num_classes)}
            data.attach(pictured.matrix("matrix.one_hot", got, wanted=want, **heads))
        assert_close(got, want, EXACTLY)


@pytest.mark.check(points=0.5, kind="shape", requires=["rows"])
def test_shape(student: Student, tensors: Tensors) -> None:
    """Ask for the shape alone, because the statement leaves the dtype open."""
    for y, num_classes in labels(tensors):
        assert_form(student.one_hot(y, num_classes), (len(y), num_classes))


def whole_and_part(tensors: Tensors) -> Iterator[Encoded]:
    """Yield separate labels, and some of a larger tensor."""
    yield tensors.integers(0, 4, 6), 4
    yield tensors.integers(0, 4, 9)[2:7], 5


test_untouched = standard.untouched(whole_and_part, points=0.5, requires=["rows"], names=["y", "num_classes"])
test_integrity = standard.written(labels, points=0.5, requires=["rows"])

"""What is asked of ``accuracy(y_hat, y)`` (chapter section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import torch
from msgspec import structs

from torchgrade.checking.assertions import assert_unchanged
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import view
from torchgrade.model.numbers import apart
from torchgrade.model.results import TensorView
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.softmax_regression.accuracy.counts import Draw, ask, matrices, matrix, number, right, rows, vectors


def type_name(value: Any) -> str:
    """Return the name of a result's type, as a student knows it."""
    name = view(value).type
    return f"numpy.{name}" if isinstance(value, Opaque) and value.number is not None else name


def assert_number(value: Any) -> float:
    """Return the number that a result is; say what came if it is none."""
    if value is None:
        raise CheckFailedError("value.none", got=view(value), what="result")
    made = number(value)
    if made is not None:
        return made
    if isinstance(value, torch.Tensor) and value.numel() != 1:
        raise CheckFailedError("accuracy.not_one_number", got=view(value), got_shape=list(value.shape))
    raise CheckFailedError("accuracy.not_number", got=view(value), type=type_name(value))


def count_view(value: Any, made: float, want: float) -> TensorView:
    """Return the view of a count; a number that is nearly the right one does not look like it."""
    shown, text = view(value), apart(made, want)
    return structs.replace(shown, cells=[[text]]) if shown.cells else structs.replace(shown, text=text)


def assert_counts(student: Student, draws: Iterable[Draw]) -> None:
    """Check the counts of some draws, exactly; all are asked first, so that a diagnosis sees them all."""
    asked = [(y_hat, y, assert_number(ask(student, y_hat, y))) for y_hat, y in draws]
    for y_hat, y, made in asked:
        want = right(y_hat, y)
        if made != want:
            # Asked again, so that this call and not the last one is shown.
            value = student.accuracy(y_hat, y)
            got = count_view(value, made, want)
            raise CheckFailedError(
                "accuracy.count", expected=view(want), got=got, n=len(y), want=int(want), got_number=made
            )


@pytest.mark.check(points=1, kind="value")
def test_matrix(student: Student, tensors: Tensors) -> None:
    """With a matrix of scores, the rows must be counted whose greatest score is at the true class."""
    assert_counts(student, matrices(tensors))


@pytest.mark.check(points=1, kind="value", requires=[])
def test_vector(student: Student, tensors: Tensors) -> None:
    """With a vector of predicted classes, integers or floats, the equal ones must be counted."""
    assert_counts(student, vectors(tensors))


@pytest.mark.check(points=0.5, kind="value", requires=["matrix"])
def test_one_row(student: Student, tensors: Tensors) -> None:
    """A matrix with a single row must count 1 when it is right and 0 when it is not."""
    assert_counts(student, rows(tensors))


@pytest.mark.check(points=0.5, kind="shape", requires=["matrix"])
def test_type(student: Student, tensors: Tensors) -> None:
    """The result must be a Python float, for scores in float32 and in float64."""
    for dtype in (torch.float32, torch.float64):
        value = student.accuracy(*matrix(tensors, 7, 4, dtype=dtype))
        if type(value) is not float:
            raise CheckFailedError("accuracy.type", got=view(value), type=type_name(value))


@pytest.mark.check(points=0.5, kind="contract", requires=["matrix"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """y_hat and y must be the same after the call as before."""
    whole, y = matrix(tensors, 12, 3)
    for y_hat, labels in (matrix(tensors, 7, 4), (whole[2:9], y[2:9])):
        assert_unchanged([y_hat, labels], student.call(y_hat, labels).after, ["y_hat", "y"])

"""Checks of ``accuracy(y_hat, y)`` (chapter section 6)."""

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
from torchgrade.model.phrases import phrase
from torchgrade.model.results import TensorView
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.softmax_regression.accuracy.draws import Draw, ask_each, matrices, matrix, rows, vector, vectors
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy
from torchgrade_d2l.softmax_regression.numbers import number


def type_name(value: Any) -> str:
    """Return the name of a result's type, as a student writes it."""
    name = view(value).type
    return f"numpy.{name}" if isinstance(value, Opaque) and value.number is not None else name


def assert_number(value: Any) -> float:
    """Return the number of a result; raise if the result is not a number."""
    if value is None:
        raise CheckFailedError("value.none", got=view(value), what=phrase("what.result"))
    made = number(value)
    if made is not None:
        return made
    if isinstance(value, torch.Tensor) and value.numel() != 1:
        raise CheckFailedError("accuracy.not_one_number", got=view(value), got_shape=list(value.shape))
    raise CheckFailedError("accuracy.not_number", got=view(value), type=type_name(value))


def count_view(value: Any, made: float, want: float) -> TensorView:
    """Return the view of a count, with enough digits to differ from the right count."""
    shown, text = view(value), apart(made, want)
    return structs.replace(shown, cells=[[text]]) if shown.cells else structs.replace(shown, text=text)


def assert_counts(student: Student, draws: Iterable[Draw]) -> None:
    """Compare the counts of some draws exactly; request all first, because a diagnosis needs all counts."""
    several = list(draws)
    counts = [assert_number(value) for value in ask_each(student, several)]
    for (y_hat, y), made in zip(several, counts, strict=True):
        want = accuracy(y_hat, y)
        if made != want:
            # Call again, because a page shows the last call.
            value = student.accuracy(y_hat, y)
            got = count_view(value, made, want)
            raise CheckFailedError(
                "accuracy.count", expected=view(want), got=got, n=len(y), want=int(want), got_number=made
            )


def assert_float(value: Any) -> None:
    """Raise unless a result is a Python float."""
    if type(value) is not float:
        raise CheckFailedError("accuracy.type", got=view(value), type=type_name(value))


@pytest.mark.check(points=1, kind="value")
def test_matrix(student: Student, tensors: Tensors) -> None:
    """Draw matrices in which the commonest mistakes give other counts."""
    assert_counts(student, matrices(tensors))


@pytest.mark.check(points=1, kind="value", requires=[])
def test_vector(student: Student, tensors: Tensors) -> None:
    """Require nothing, because a vector needs no ``argmax``."""
    assert_counts(student, vectors(tensors))


@pytest.mark.check(points=0.5, kind="value", requires=["matrix"])
def test_one_row(student: Student, tensors: Tensors) -> None:
    """Draw scores that no label equals, so that a row taken for a vector counts 0."""
    assert_counts(student, rows(tensors))


@pytest.mark.check(points=0.5, kind="shape", requires=["matrix"])
def test_type(student: Student, tensors: Tensors) -> None:
    """Try scores of both dtypes and, if its count is right, a vector, because a branch may return another type."""
    for dtype in (torch.float32, torch.float64):
        assert_float(student.accuracy(*matrix(tensors, 7, 4, dtype=dtype)))
    y_hat, y = vector(tensors, 9, 5, torch.int64)
    try:
        value = student.accuracy(y_hat, y)
    except CheckFailedError:
        # Leave the exception to the check of vectors, because that check reports it.
        return
    if number(value) == accuracy(y_hat, y):
        assert_float(value)


@pytest.mark.check(points=0.5, kind="contract", requires=["matrix"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """Compare separate tensors and rows of larger tensors, before and after the call."""
    whole, y = matrix(tensors, 12, 3)
    for y_hat, labels in (matrix(tensors, 7, 4), (whole[2:9], y[2:9])):
        assert_unchanged([y_hat, labels], student.call(y_hat, labels).after, ["y_hat", "y"])

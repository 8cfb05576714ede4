"""Checks of ``evaluate_accuracy(net, data_iter)`` (chapter section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import view
from torchgrade.model.numbers import apart
from torchgrade.model.phrases import phrase
from torchgrade_d2l.softmax_regression.evaluate_accuracy.batches import CALL, UNEVEN, counts, data_sets, text
from torchgrade_d2l.softmax_regression.evaluate_accuracy.measures import accuracy
from torchgrade_d2l.softmax_regression.numbers import number

TOLERANCE = 1e-6
"""Rounding to float32 moves an accuracy by 1e-7; the nearest mistakes move one by 1e-3."""


def evaluate(student: Student, inputs: dict[str, Any], net: str, data: str) -> dict[str, Any]:
    """Run an evaluation.

    :param net: ``function``, or ``module`` for a Module whose scores change their sign in training mode.
    :param data: ``list``, ``loader`` or ``iterator``, which can be passed over once.
    """
    return student.run(text(), CALL, **inputs, net=net, data=data)


def assert_accuracies(student: Student, draws: Sequence[dict[str, Any]], net: str, data: Sequence[str]) -> None:
    """Compare the accuracies of some draws; ask for all of them first, because a diagnosis needs all."""
    asked = [evaluate(student, inputs, net, kind).get("returned") for inputs, kind in zip(draws, data, strict=True)]
    for inputs, value in zip(draws, asked, strict=True):
        assert_accuracy(value, inputs)


def assert_accuracy(value: Any, inputs: dict[str, Any]) -> None:
    """Compare a result with the accuracy."""
    if value is None:
        raise CheckFailedError("value.none", got=view(value), what=phrase("what.result"))
    made = number(value)
    if made is None:
        raise CheckFailedError("evaluate_accuracy.not_number", got=view(value), type=view(value).type)
    right = counts(inputs)
    want = accuracy(right)
    if not abs(made - want) <= TOLERANCE:
        raise CheckFailedError(
            "evaluate_accuracy.accuracy", expected=view(want), got=view(value), right=right.all_right,
            rows=right.all_rows, want=apart(want, made), got_number=apart(made, want),
        )  # fmt: skip


@pytest.mark.check(points=0.5, kind="value")
def test_function(student: Student, tensors: Tensors) -> None:
    """Evaluate a plain function on two DataLoaders, whose batches have one size each."""
    assert_accuracies(student, data_sets(tensors), "function", ("loader", "loader"))


@pytest.mark.check(points=0.5, kind="value", requires=["function"])
def test_sizes(student: Student, tensors: Tensors) -> None:
    """Evaluate on DataLoaders whose last batch is smaller."""
    assert_accuracies(student, data_sets(tensors, UNEVEN), "function", ("loader", "loader"))


@pytest.mark.check(points=0.5, kind="value", requires=["function"])
def test_iterator(student: Student, tensors: Tensors) -> None:
    """Evaluate on batches that are used up after one pass."""
    assert_accuracies(student, data_sets(tensors)[:1], "function", ("iterator",))


@pytest.mark.check(points=1, kind="value", requires=[])
def test_module(student: Student, tensors: Tensors) -> None:
    """Evaluate a Module that is in training mode."""
    assert_accuracies(student, data_sets(tensors), "module", ("loader", "loader"))


def of_both_nets(student: Student, inputs: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the result for a function and for a Module; leave an exception of the latter to the check of Modules."""
    yield evaluate(student, inputs, "function", "loader")
    with suppress(CheckFailedError):
        yield evaluate(student, inputs, "module", "loader")


@pytest.mark.check(points=1, kind="contract", requires=["function"])
def test_no_graph(student: Student, tensors: Tensors) -> None:
    """Ask whether the outputs of the nets belong to a graph."""
    for result in of_both_nets(student, data_sets(tensors)[0]):
        graphs = result.get("graphs")
        if type(graphs) is not int or graphs:
            raise CheckFailedError("evaluate_accuracy.graph")


@pytest.mark.check(points=0.5, kind="contract", requires=["function"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """Compare parameters and gradients with those before, and look at what the next training needs."""
    inputs = data_sets(tensors)[0]
    for result in of_both_nets(student, inputs):
        assert_same(result.get("parameters"), {"W": inputs["W"], "b": inputs["b"]})
        assert_same(result.get("gradients"), {"W.grad": inputs["W_grad"], "b.grad": inputs["b_grad"]})
        if result.get("requires_grad") is not True:
            raise CheckFailedError("evaluate_accuracy.requires_grad")
        if result.get("grad_mode") is not True:
            raise CheckFailedError("evaluate_accuracy.grad_mode")


def assert_same(after: Any, before: dict[str, torch.Tensor]) -> None:
    """Compare tensors of the net with those before the call, bit by bit."""
    if not isinstance(after, list) or len(after) != len(before):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.number_of_parameters"))
    for new, (name, old) in zip(after, before.items(), strict=True):
        alike = isinstance(new, torch.Tensor) and (new.shape, new.dtype) == (old.shape, old.dtype)
        if not alike or not torch.equal(new, old):
            raise CheckFailedError("evaluate_accuracy.changed", expected=view(old), got=view(new), name=name)

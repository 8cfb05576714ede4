"""Checks of ``train_epoch_ch3(net, train_iter, loss, updater)`` (chapter section 6)."""

from __future__ import annotations

from typing import Any

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.views import view
from torchgrade.model.phrases import phrase
from torchgrade_d2l.softmax_regression.train_epoch_ch3.measures import right
from torchgrade_d2l.softmax_regression.train_epoch_ch3.scenario import (
    CALL,
    PLAN,
    epoch_inputs,
    epochs_seen,
    numbers,
    same,
    text,
)
from torchgrade_d2l.softmax_regression.trainings import assert_parameters, replay


def train(student: Student, inputs: dict[str, Any], **further: Any) -> dict[str, Any]:
    """Run an epoch."""
    return student.run(text(), CALL, **inputs, **further)


def train_alike(student: Student, tensors: Tensors, form: str) -> dict[str, Any]:
    """Run the epoch of that form and compare its parameters with the replay."""
    inputs = epoch_inputs(tensors, form)
    result = train(student, inputs)
    assert_parameters(result.get("parameters"), replay(inputs))
    return result


def updates_of(result: dict[str, Any]) -> list[Any]:
    """Return a log of updates; check its type, because it is in the worker and may contain anything."""
    noted = result.get("updates")
    return noted if isinstance(noted, list) else []


@pytest.mark.check(points=1, kind="value")
def test_custom(student: Student, tensors: Tensors) -> None:
    """Train a plain function with the chapter's updater."""
    train_alike(student, tensors, "custom")


@pytest.mark.check(points=1, kind="value", requires=[])
def test_optimizer(student: Student, tensors: Tensors) -> None:
    """Train a Module with torch's SGD, and count the steps of another optimizer.

    The parameters after Adam are not compared, because Adam turns a rounding error of a small gradient into a step.
    """
    train_alike(student, tensors, "optimizer")
    made = len(updates_of(train(student, epoch_inputs(tensors, "optimizer"), adam=True)))
    if made != len(PLAN.sizes):
        raise CheckFailedError("train_epoch_ch3.count", got_updates=made, want=len(PLAN.sizes))


@pytest.mark.check(points=1.5, kind="value", requires=[])
def test_metrics(student: Student, tensors: Tensors) -> None:
    """Compare loss and accuracy in each form that runs, because another check reports the exception of a form."""
    asked, failure = [], None
    for form in ("custom", "optimizer"):
        inputs = epoch_inputs(tensors, form)
        try:
            asked.append((inputs, train(student, inputs)))
        except CheckFailedError as error:
            failure = failure or error
    if failure is not None and not asked:
        raise failure
    for inputs, result in asked:
        assert_metrics(inputs, result)


def assert_metrics(inputs: dict[str, Any], result: dict[str, Any]) -> None:
    """Compare the two numbers that an epoch returned with those of its parameters."""
    value = result.get("returned")
    if value is None:
        raise CheckFailedError("value.none", got=view(value), what=phrase("what.result"))
    got = numbers(value)
    if got is None:
        raise CheckFailedError("train_epoch_ch3.pair", got=view(value), type=view(value).type)
    wanted = [right(epoch) for epoch in epochs_seen(inputs, result)]
    if not any(same(got, want) for want in wanted):
        loss, accuracy = wanted[-1]
        # Equal up to rounding, the two losses must not look different.
        if same((got[0], 0.0), (loss, 0.0)):
            got = (loss, got[1])
        raise CheckFailedError(
            "train_epoch_ch3.metrics", got=view(value), expected=view(list(wanted[-1])),
            got_loss=got[0], got_accuracy=got[1], loss=loss, accuracy=accuracy,
        )  # fmt: skip


@pytest.mark.check(points=0.5, kind="contract", requires=["optimizer"])
def test_mode(student: Student, tensors: Tensors) -> None:
    """Train a Module with dropout and batch norm that is in evaluation mode at first."""
    train_alike(student, tensors, "modes")


@pytest.mark.check(points=1, kind="contract", requires=["custom"])
def test_calls(student: Student, tensors: Tensors) -> None:
    """Read the log, because a wrong argument of the updater may end in the right parameters.

    A Module may have a custom updater too: the updater alone decides how to call it. Its end is that of torch's SGD.
    """
    assert_updates(train_alike(student, tensors, "custom"))
    inputs = epoch_inputs(tensors, "optimizer")
    result = train(student, inputs, custom=True)
    assert_parameters(result.get("parameters"), replay(inputs))
    assert_updates(result)


def assert_updates(result: dict[str, Any]) -> None:
    """Compare the arguments of the custom updater with the sizes of the batches."""
    noted = updates_of(result)
    if len(noted) != len(PLAN.sizes):
        raise CheckFailedError("train_epoch_ch3.count", got_updates=len(noted), want=len(PLAN.sizes))
    fit = sum(type(got) is int and got == want for got, want in zip(noted, PLAN.sizes, strict=True))
    if fit != len(PLAN.sizes):
        raise CheckFailedError("train_epoch_ch3.updates", got_updates=fit, want=len(PLAN.sizes))

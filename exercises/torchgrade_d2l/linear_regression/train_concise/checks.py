"""Checks of ``train_concise(net, loss, trainer, data_iter, num_epochs)`` (chapter section 3, step 7)."""

from __future__ import annotations

from typing import Any

import pytest

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.model.phrases import phrase
from torchgrade_d2l.linear_regression.recovery import assert_recovered, beside_true, known
from torchgrade_d2l.linear_regression.train_concise import replay
from torchgrade_d2l.linear_regression.train_concise.measured import loss_curve, pairs, sent
from torchgrade_d2l.linear_regression.train_concise.replay import CALL, FEATURES, SIZES, inputs, text

TOLERANCE = (1e-5, 1e-5)
"""Another order of sums moves a float32 parameter by 1e-6; the nearest mistakes move one by 8e-3."""
ROWS, SIZE = 12, 5
"""Rows of the DataLoader and of its batches, of which there are as many as in the list."""


def train(student: Student, given: dict[str, Any]) -> dict[str, Any]:
    """Train, and compare w and b with the replay."""
    result = student.run(text("short"), CALL, **given)
    got, want = result.get("parameters"), replay.replay(given)
    if not isinstance(got, list) or len(got) != len(want):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.number_of_parameters"))
    for name, ours, theirs in zip(("weights w", "bias b"), want, got, strict=True):
        assert_close(theirs, ours, TOLERANCE, what=phrase("what.trained", name=name))
    return result


@pytest.mark.check(points=1, kind="value")
def test_sgd(student: Student, tensors: Tensors) -> None:
    """Train with SGD and the mean squared error."""
    train(student, inputs(tensors, "mse", "sgd"))


@pytest.mark.check(points=1, kind="value", requires=[])
def test_adam(student: Student, tensors: Tensors) -> None:
    """Train with Adam and the mean absolute error, so that only the given trainer and loss end there."""
    train(student, inputs(tensors, "l1", "adam"))


@pytest.mark.check(points=0.5, kind="contract", requires=["sgd"])
def test_passes(student: Student, tensors: Tensors) -> None:
    """Count steps over a list, and steps and passes over a DataLoader; passes without steps may be added."""
    assert_steps(train(student, inputs(tensors, "mse", "sgd") | {"data": "list"}).get("updates"))
    given = inputs(tensors, "mse", "sgd", sizes=(ROWS,))
    given |= {"features": given["features"][0], "labels": given["labels"][0], "batch_size": SIZE}
    result = student.run(text("loader"), CALL, **given)
    assert_steps(result.get("updates"))
    rows = result.get("rows")
    if type(rows) is not int or rows < ROWS * replay.EPOCHS:
        raise CheckFailedError("train_concise.passes", want=replay.EPOCHS)


def assert_steps(got: Any) -> None:
    """Check that the trainer made three steps in each epoch, one for each batch."""
    want = len(SIZES) * replay.EPOCHS
    if type(got) is not int or got != want:
        raise CheckFailedError("train_concise.count", got_steps=got if type(got) is int else 0, want=want)


@pytest.mark.check(points=1, kind="convergence", requires=["sgd"])
def test_converges(student: Student, tensors: Tensors, data: Data) -> None:
    """Train over a shuffling DataLoader and compare w and b with the true ones.

    The learning rate of 0.05 makes the steps of 0.1 on half the squares, so the bound of `train_linreg` applies: false
    alarm below 1e-9.

    Power: one batch an epoch errs by at least 1.0.
    """
    given = known(tensors, FEATURES)
    result = student.run(text("long"), CALL, **sent(given))
    made = pairs(result, given)
    data.attach(beside_true("recovered.train_concise", given, *made[-1]))
    data.attach(loss_curve(given, made))
    assert_recovered(given, *made[-1], "train_concise.not_recovered")

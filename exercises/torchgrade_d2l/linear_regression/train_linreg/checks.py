"""Checks of ``train_linreg(features, labels, w, b, lr, num_epochs, batch_size)`` (chapter section 2, step 7)."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from torchgrade.checking.assertions import assert_close, assert_unchanged
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.integrity import assert_written
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Answer
from torchgrade.courses.policies import Policy
from torchgrade.model.phrases import phrase
from torchgrade_d2l.linear_regression.recovery import EPOCHS, Known, assert_recovered, beside_true, known
from torchgrade_d2l.linear_regression.train_linreg.measured import FEATURES, arguments, loss_curve
from torchgrade_d2l.linear_regression.train_linreg.replay import SIZES, Call, Way, drawn, replay
from torchgrade_d2l.linear_regression.train_linreg.returned import losses, parameters, state

TOLERANCE = (1e-5, 1e-5)
"""Another order of sums moves a float32 parameter by 1e-6; the nearest mistakes move one by 0.05."""
LOSS_TOLERANCE = (1e-4, 1e-6)
LAST_LOSS_TOLERANCE = (1e-4, 0.0)
"""A loss of 5e-5 in float32 errs by 1e-5 of itself; the loss of another batch differs by half of itself."""


def train(student: Student, call: Call, steps: int | None = None) -> None:
    """Train, and compare the caller's own w and b with the replay.

    :param steps: number of steps of all rows that the training makes, if it is not the number of epochs.
    """
    w, b = parameters(student.call(*call), len(call.w))
    want = replay(call, Way(epochs=steps))
    for name, got, right in (("w", w, want.w), ("b", b, want.b)):
        assert_close(got, right, TOLERANCE, what=phrase("what.trained", name=name))


def mean_loss(call: Call, answer: Answer) -> float:
    """Return the mean loss over all rows with the parameters that a call reached."""
    w, b = parameters(answer, len(call.w))
    error = call.features @ w + b - call.labels  # (n, 1)
    return float((error**2).mean() / 2)


@pytest.mark.check(points=0.5, kind="value")
def test_descends(student: Student, tensors: Tensors) -> None:
    """Train with batches of all rows, and ask only for a smaller loss, because another check judges the steps.

    Right steps make the loss smaller unless a curvature exceeds 20. Then the squares of the features would have a sum
    of 228 for 36 of them, or of 114 for 6, which happens less often than once in 10^20.
    """
    for n, d, epochs in SIZES:
        call = drawn(tensors, n, d, epochs)
        after, before = mean_loss(call, student.call(*call)), replay(call).losses[0]
        if not after < before * (1 - LOSS_TOLERANCE[0]):
            raise CheckFailedError("train_linreg.descends", before=before, after=after)


@pytest.mark.check(points=0.5, kind="value", requires=["descends"])
def test_full_batch(student: Student, tensors: Tensors) -> None:
    """Train with batches of all rows, so that no random order changes the result."""
    for n, d, epochs in SIZES:
        train(student, drawn(tensors, n, d, epochs))


@pytest.mark.check(points=1, kind="value", requires=["descends"])
def test_losses(student: Student, tensors: Tensors) -> None:
    """Compare each loss with that of the parameters which a training of so many epochs reaches.

    Batches have all rows, so a training repeats the epochs of a shorter one. Its steps may be wrong, because another
    check judges them. The longest training comes last, because the last call is the one that a diagnosis explains.
    """
    for n, d, epochs in SIZES:
        call = drawn(tensors, n, d, epochs)
        shorter = [call._replace(num_epochs=k) for k in range(1, epochs)]
        want = [mean_loss(one, student.call(*one)) for one in shorter]
        answer = student.call(*call)
        want.append(mean_loss(call, answer))
        for place, (loss, right) in enumerate(zip(losses(answer.value, epochs), want, strict=True)):
            if not math.isclose(loss, right, rel_tol=LOSS_TOLERANCE[0], abs_tol=LOSS_TOLERANCE[1]):
                raise CheckFailedError("train_linreg.loss", epoch=place + 1, want=right, got_value=loss)


@pytest.mark.check(points=0.5, kind="value", requires=["losses"])
def test_last_loss(student: Student, tensors: Tensors) -> None:
    """Compare the last loss with that of the returned parameters, in a training with several batches."""
    given = known(tensors, FEATURES)
    answer = student.call(*arguments(given))
    last = losses(answer.value, EPOCHS)[-1]
    right = float((given.errors(*parameters(answer, FEATURES)) ** 2).mean() / 2)
    if not math.isclose(last, right, rel_tol=LAST_LOSS_TOLERANCE[0]):
        raise CheckFailedError("train_linreg.last_loss", want=right, got_value=last)


@pytest.mark.check(points=1.5, kind="convergence", requires=["full_batch"])
def test_converges(student: Student, tensors: Tensors, data: Data) -> None:
    """Train with 40 batches an epoch and compare w and b with the true ones.

    False alarm: below 1e-9. In 2,000 trainings no parameter erred by more than 2.8e-3, and 0.03 is allowed.

    Power: a mean that is divided again errs by at least 1.0, one batch an epoch by 2.6.
    """
    given = known(tensors, FEATURES)
    answer = student.call(*arguments(given))
    w, b = parameters(answer, FEATURES)
    data.attach(beside_true("recovered.train_linreg", given, w, b))
    attach_curve(data, given, answer.value)
    assert_recovered(given, w, b, "train_linreg.not_recovered")


def attach_curve(data: Data, given: Known, value: Any) -> None:
    """Show the returned losses, if these are as many numbers as epochs."""
    # Another check judges the losses.
    with suppress(CheckFailedError):
        data.attach(loss_curve(given, losses(value, EPOCHS)))


@pytest.mark.check(points=0.5, kind="contract", requires=["descends"])
def test_untouched(student: Student, tensors: Tensors) -> None:
    """Compare features and labels with those before the call, and ask for leaves that can be trained further."""
    for n, d, epochs in SIZES:
        call = drawn(tensors, n, d, epochs)
        answer = student.call(*call)
        assert_unchanged(call[:2], answer.after[:2], ("features", "labels"))
        for name in ("w", "b"):
            after = state(answer, name)
            if not after.requires_grad or not after.leaf:
                raise CheckFailedError("train_linreg.no_leaf", name=name)


@pytest.mark.check(points=0.5, kind="integrity", requires=["descends"])
def test_integrity(student: Student, tensors: Tensors, policy: Policy, references: frozenset[str]) -> None:
    """Record one call. Helpers of the book's library are allowed, because the course gives the same ones."""
    helpers = {name.rpartition(".")[2] for name in student.written.references if name.startswith("d2l")}
    constructors = () if "sgd" in helpers else policy.constructors
    answer = student.call(*drawn(tensors, *SIZES[0]), record=True, constructors=constructors)
    given = {"linear"} if "linreg" in helpers else set()
    assert_written(replace(policy, functions=policy.functions - given), references, [answer.record])

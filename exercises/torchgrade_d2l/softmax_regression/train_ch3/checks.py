"""Checks of ``train_ch3(net, train_iter, test_iter, loss, num_epochs, updater)`` (chapter section 6)."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.model.phrases import phrase
from torchgrade.model.results import Images
from torchgrade_d2l.softmax_regression.train_ch3.asserts import is_on_training
from torchgrade_d2l.softmax_regression.train_ch3.measured import accuracy_of, logits, loss_curve, mean_losses
from torchgrade_d2l.softmax_regression.train_ch3.pictures import confusion, predicted_classes, predicted_pictures
from torchgrade_d2l.softmax_regression.train_ch3.replay import (
    CALL,
    EPOCHS,
    SIZES,
    hopeless_inputs,
    short_inputs,
    text,
)
from torchgrade_d2l.softmax_regression.train_ch3.workload import (
    WORKLOADS,
    Workload,
    permuted,
    workload,
)
from torchgrade_d2l.softmax_regression.trainings import assert_parameters, replay

MAX_LOSS, MIN_ACCURACY = 0.5, 0.7


def train(student: Student, driver: str, **inputs: Any) -> dict[str, Any]:
    """Run a training; if an assert of the student on its progress ends it, raise a message that names this assert."""
    try:
        return student.run(text(driver), CALL, **inputs)
    except CheckFailedError as error:
        if error.message_id != "raised.exception" or error.values["type"] != "AssertionError":
            raise
        line, tried = error.frames[-1].line if error.frames else "", student.tried
        if tried is None or not is_on_training(line, tried.written.text):
            raise
        place, message = error.values["place"], error.values["message"] or line
        # Replace the exception, because the message names the mistake and the exception would name it once more.
        tried.failure = CheckFailedError("train_ch3.own_assert", frames=error.frames, place=place, message=message)
        raise tried.failure from error


def train_short(student: Student, tensors: Tensors, form: str) -> dict[str, Any]:
    """Run the short scenario of that form and compare its parameters with the replay."""
    inputs = short_inputs(tensors, form)
    result = train(student, "short", **inputs)
    assert_parameters(result.get("parameters"), replay(inputs))
    return result


@pytest.mark.check(points=1, kind="value")
def test_custom(student: Student, tensors: Tensors) -> None:
    """Train the form with a plain function and the chapter's updater."""
    train_short(student, tensors, "custom")


@pytest.mark.check(points=1, kind="value", requires=[])
def test_optimizer(student: Student, tensors: Tensors) -> None:
    """Train the form with a Module and torch's SGD."""
    train_short(student, tensors, "optimizer")


@pytest.mark.check(points=1, kind="contract", requires=["optimizer"])
def test_modes(student: Student, tensors: Tensors) -> None:
    """Train a Module with dropout and batch norm, whose parameters end elsewhere in evaluation mode."""
    result = train_short(student, tensors, "modes")
    seen = result.get("test_modes")
    trained = sum(mode is True for mode in seen) if isinstance(seen, list) else 0
    if trained:
        raise CheckFailedError("train_ch3.evaluated_in_train_mode", batches=trained)


@pytest.mark.check(points=1, kind="contract", requires=["custom"])
def test_data(student: Student, tensors: Tensors) -> None:
    """Read the log, because a wrong use of the data may end in the right parameters."""
    result = train_short(student, tensors, "custom")
    updates, wanted = result.get("updates"), list(SIZES) * EPOCHS
    # Check the type, because the log is in the worker and may contain anything.
    made = len(updates) if isinstance(updates, list) else 0
    if made != len(wanted):
        raise CheckFailedError("train_ch3.count", got_updates=made, want=len(wanted))
    right = sum(type(got) is int and got == want for got, want in zip(updates, wanted, strict=True))
    if right != len(wanted):
        raise CheckFailedError("train_ch3.updates", got_updates=right, want=len(wanted))
    gradients = result.get("test_gradients")
    if not isinstance(gradients, int) or gradients:
        raise CheckFailedError("train_ch3.test_gradient")


def kept_workload(data: Data) -> Workload:
    """Return the workload of the run; make it only once."""
    picked = data.run_seed % WORKLOADS
    return data.kept(f"train_ch3 workload {picked}", lambda: workload(data.dataset, picked))


def prepare(data: Data) -> None:
    """Make the workload of the run before the judges fork."""
    kept_workload(data)


def train_long(student: Student, given: Workload) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Run one workload and return the parameters at each start of a pass and at the end, in order."""
    from torchgrade.protocol.messages import DataRef

    sent = {name: getattr(given, name) for name in ("train_images", "train_labels", "test_images", "test_labels")}
    for name, value in sent.items():
        student.attach(name, value)
    result = train(
        student, "long", W=given.W, b=given.b, lr=given.lr, batch_size=given.batch_size,
        num_epochs=given.num_epochs, **{name: DataRef(name) for name in sent},
    )  # fmt: skip
    made = []
    snapshots = result.get("snapshots")
    for pair in [*(snapshots if isinstance(snapshots, list) else []), result.get("parameters")]:
        right = isinstance(pair, list) and [getattr(p, "shape", None) for p in pair] == [
            given.W.shape,
            given.b.shape,
        ]
        if not right or any(p.dtype != given.W.dtype for p in pair):
            raise CheckFailedError("worker.protocol", detail=phrase("protocol.parameters"))
        if not made or not all(torch.equal(a, c) for a, c in zip(pair, made[-1], strict=True)):
            made.append((pair[0], pair[1]))
    return made


@pytest.mark.check(points=1.5, kind="convergence", requires=["custom"])
def test_convergence(student: Student, tensors: Tensors, data: Data) -> None:
    """Train without progress first, then on images.

    The first training never improves, so an assert on loss or accuracy inside the loop stops it for every seed. Such an
    assert stops the training on images only by luck.

    The workload is one of 20 fixed workloads, and the permutation of its labels changes no honest result. So a right
    trainer that passes once passes always: false alarm 0 except for rounding. A test covers the margins (loss at most
    0.475, accuracies at least 0.80 and 0.73).

    Power: one epoch, training on the test data, a mean that is divided again, one batch an epoch, no step: 0 of 20
    workloads pass.
    """
    train(student, "short", **hopeless_inputs(tensors))
    given = kept_workload(data)
    permutation = tensors.permutation(10)
    given = permuted(given, permutation)
    made = train_long(student, given)
    scores = logits(given.train_images, made)  # (n, k, 10)
    losses = mean_losses(scores, given.train_labels)
    data.attach(loss_curve(losses))
    loss, accuracy = losses[-1], accuracy_of(scores[:, -1], given.train_labels)
    held_scores = logits(given.held_images, made[-1:])[:, 0]  # (n, 10)
    held = accuracy_of(held_scores, given.held_labels)
    classes = predicted_classes(given, held_scores, permutation)
    if classes is not None:
        pictures = predicted_pictures(data.dataset, given, classes)
        right = sum(picture.true == picture.predicted for picture in pictures)
        counted = {"right": right, "wrong": len(pictures) - right, "images": len(given.held_labels)}
        chosen = data.note("images.predicted_chosen", accuracy=held, **counted)
        names = list(data.dataset.classes)
        data.attach(Images(name="images.predicted", items=pictures, classes=names, chosen=chosen))
        data.attach(confusion(data.dataset, classes))
    if not loss < MAX_LOSS:
        raise CheckFailedError("train_ch3.loss", loss=loss, bound=MAX_LOSS)
    if not accuracy > MIN_ACCURACY:
        raise CheckFailedError("train_ch3.accuracy", accuracy=accuracy, bound=MIN_ACCURACY)
    if not held > MIN_ACCURACY:
        raise CheckFailedError("train_ch3.held_accuracy", accuracy=held, bound=MIN_ACCURACY)

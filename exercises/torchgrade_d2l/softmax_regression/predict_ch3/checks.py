"""Checks of ``predict_ch3(net, test_iter, n)`` (chapter section 6)."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.model.showable import show
from torchgrade_d2l.softmax_regression.predict_ch3.drawn import Drawn, draw, inputs, is_plain, names_in

_TITLE = 60


def assert_images(made: Drawn) -> None:
    """Compare the pictures with the first n images of the first batch."""
    for k, number in enumerate(made.numbers[: made.n]):
        if number == -1:
            raise CheckFailedError("predict_ch3.unlike", k=k)
        if number != k:
            batch, row = divmod(number, made.batch_size)
            raise CheckFailedError("predict_ch3.other", k=k, batch=batch, row=row)
    if len(made.pictures) != made.n:
        raise CheckFailedError("predict_ch3.count", shown=len(made.pictures), want=made.n)


def assert_titles(made: Drawn) -> None:
    """Look for both names in the title of each image, wherever the image is."""
    for number, picture in zip(made.numbers, made.pictures, strict=True):
        if number == -1:
            raise CheckFailedError("predict_ch3.unknown")
        want = {made.true[number], made.predicted[number]}
        if {*names_in(picture.title)} != want:
            said = show(picture.title, limit=_TITLE)
            raise CheckFailedError(
                "predict_ch3.title", true=made.true[number], predicted=made.predicted[number], got_title=said
            )


@pytest.mark.check(points=1, kind="value")
def test_images(student: Student, tensors: Tensors) -> None:
    """Draw with the default n, a plain function and a Module."""
    assert_images(draw(student, inputs(tensors, "function", [])))
    assert_images(draw(student, inputs(tensors, "module", [])))


@pytest.mark.check(points=1.5, kind="value", requires=[])
def test_titles(student: Student, tensors: Tensors) -> None:
    """Ask with both forms of a net, because their largest scores differ."""
    assert_titles(draw(student, inputs(tensors, "function", [])))
    assert_titles(draw(student, inputs(tensors, "module", [4])))


@pytest.mark.check(points=0.5, kind="value", requires=["titles"])
def test_order(student: Student, tensors: Tensors) -> None:
    """Look at titles without any other word, because words may tell which name is which."""
    made = draw(student, inputs(tensors, "function", []))
    for number, picture in zip(made.numbers, made.pictures, strict=True):
        if number >= 0 and is_plain(picture.title) and names_in(picture.title)[0] != made.true[number]:
            said = show(picture.title, limit=_TITLE)
            raise CheckFailedError("predict_ch3.order", true=made.true[number], got_title=said)


@pytest.mark.check(points=0.5, kind="contract", requires=["images"])
def test_n(student: Student, tensors: Tensors) -> None:
    """Ask for fewer images than the default and for more."""
    for n in (3, 8):
        assert_images(draw(student, inputs(tensors, "function", [n])))

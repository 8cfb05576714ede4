"""Checks of ``predict_ch3(net, test_iter, n)`` (chapter section 6)."""

from __future__ import annotations

import pytest

from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.pictured import gallery
from torchgrade.checking.proxies import Student
from torchgrade.model.showable import show
from torchgrade_d2l.softmax_regression.figures import pixels
from torchgrade_d2l.softmax_regression.predict_ch3.drawn import (
    BATCH,
    LARGE,
    SHOWN,
    Drawn,
    draw,
    inputs,
    is_plain,
    names_in,
)

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


def has_both(made: Drawn, number: int, title: str) -> bool:
    """Return whether a title contains the true and the predicted class of an image, and no other class."""
    return {*names_in(title)} == {made.true[number], made.predicted[number]}


def wanted_titles(made: Drawn) -> list[str]:
    """Return for each picture its own title if that is right, otherwise the chapter's."""
    return [
        picture.title
        if number == -1 or has_both(made, number, picture.title)
        else f"{made.true[number]}\n{made.predicted[number]}"
        for number, picture in zip(made.numbers, made.pictures, strict=True)
    ]


def assert_titles(made: Drawn) -> None:
    """Look for both names in the title of each image, wherever the image is."""
    for number, picture in zip(made.numbers, made.pictures, strict=True):
        if number == -1:
            raise CheckFailedError("predict_ch3.unknown")
        if not has_both(made, number, picture.title):
            said = show(picture.title, limit=_TITLE)
            raise CheckFailedError(
                "predict_ch3.title", true=made.true[number], predicted=made.predicted[number], got_title=said
            )


@pytest.mark.check(points=1, kind="value")
def test_images(student: Student, tensors: Tensors) -> None:
    """Pass n to a plain function and to a Module, because another check calls without n."""
    assert_images(draw(student, inputs(tensors, "function", [SHOWN])))
    assert_images(draw(student, inputs(tensors, "module", [SHOWN])))


@pytest.mark.check(points=1.5, kind="value", requires=[])
def test_titles(student: Student, tensors: Tensors, data: Data) -> None:
    """Ask with both forms of a net, because their largest scores differ."""
    made = draw(student, inputs(tensors, "function", [SHOWN]))
    shown = pixels([picture.image for picture in made.pictures])
    titles = [picture.title for picture in made.pictures]
    data.attach(gallery("gallery.predict_ch3", shown, titles, wanted_titles(made)))
    assert_titles(made)
    assert_titles(draw(student, inputs(tensors, "module", [4])))


@pytest.mark.check(points=0.5, kind="value", requires=["titles"])
def test_order(student: Student, tensors: Tensors) -> None:
    """Look at titles without any other word, because words may tell which name is which."""
    made = draw(student, inputs(tensors, "function", [SHOWN]))
    for number, picture in zip(made.numbers, made.pictures, strict=True):
        if number >= 0 and is_plain(picture.title) and names_in(picture.title)[0] != made.true[number]:
            said = show(picture.title, limit=_TITLE)
            raise CheckFailedError("predict_ch3.order", true=made.true[number], got_title=said)


@pytest.mark.check(points=0.5, kind="contract", requires=["images"])
def test_n(student: Student, tensors: Tensors) -> None:
    """Ask without n, for fewer images than the default, and for the whole first batch."""
    assert_images(draw(student, inputs(tensors, "function", [], LARGE)))
    for n in (3, BATCH):
        assert_images(draw(student, inputs(tensors, "function", [n])))

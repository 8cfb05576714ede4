"""Checks of ``show_images(imgs, num_rows, num_cols, titles, scale)`` (chapter section 5)."""

from __future__ import annotations

import pytest

from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.pictured import gallery
from torchgrade.checking.proxies import Student
from torchgrade.model.numbers import shown
from torchgrade.model.showable import show
from torchgrade_d2l.softmax_regression.figures import index_of, pixels
from torchgrade_d2l.softmax_regression.garments import different_garments
from torchgrade_d2l.softmax_regression.show_images.drawn import Drawn, draw, draw_either, draw_garments

CALLS = ((6, 2, 3, "tensor"), (4, 2, 2, "arrays"), (6, 3, 2, "pil"), (4, 2, 3, "tensor"))
"""Number of images, rows, columns and form; the last grid has more places than images."""
INCHES = 0.01
_TITLE = 60


def assert_shown(made: Drawn) -> None:
    """Look for each image, wherever it is, because another check judges the places."""
    found = {index_of(one.image, made.images) for one in made.figure.with_image}
    for k in range(len(made.images)):
        if k not in found:
            raise CheckFailedError("show_images.missing", place=k)


def assert_images(made: Drawn) -> None:
    """Compare the image at each place with the image of that number; a place without a number must be empty."""
    for place, image in enumerate(made.figure.images(made.places)):
        if place >= len(made.images):
            if image is not None:
                raise CheckFailedError("show_images.extra", place=place, n=len(made.images))
            continue
        if image is None:
            raise CheckFailedError("show_images.empty", place=place)
        other = index_of(image, made.images)
        if other == -1:
            raise CheckFailedError("show_images.unlike", place=place)
        if other != place:
            raise CheckFailedError("show_images.other", place=place, other=other)


def assert_titles(made: Drawn) -> None:
    """Compare the title above each image, wherever the image is, because another check judges the places."""
    titles = made.titles if made.titles is not None else ("",) * len(made.images)
    above = {index_of(one.image, made.images): one.title for one in made.figure.with_image}
    for k, want in enumerate(titles):
        if k not in above:
            raise CheckFailedError("show_images.not_shown", place=k)
        if above[k].strip() != want:
            entry = "show_images.title" if above[k].strip() else "show_images.title_missing"
            entry = entry if want else "show_images.title_without"
            raise CheckFailedError(entry, place=k, want=want, got_title=show(above[k], limit=_TITLE))


def assert_grid(made: Drawn) -> None:
    """Compare the grid and the size of the figure."""
    grids = {one.grid for one in made.figure.with_image}
    want = (made.rows, made.columns)
    if grids != {want}:
        got = " / ".join(sorted(_by(*grid) for grid in grids)) or "-"
        raise CheckFailedError("show_images.grid", want_grid=_by(*want), got_grid=got)
    if not all(abs(a - b) <= INCHES for a, b in zip(made.figure.size, made.size, strict=True)):
        raise CheckFailedError("show_images.size", want_size=_by(*made.size), got_size=_by(*made.figure.size))


def _by(a: float, b: float) -> str:
    return f"{shown(a)} × {shown(b)}"


@pytest.mark.check(points=0.5, kind="value")
def test_images(student: Student, tensors: Tensors, data: Data) -> None:
    """Pass titles too, because another check calls the function without titles."""
    made = draw_either(student, tensors, 6, 2, 3)
    shown = pixels(made.figure.images(made.places))
    data.attach(gallery("gallery.show_images", shown, made.figure.titles(made.places), made.titles or ()))
    assert_shown(made)


@pytest.mark.check(points=0.5, kind="value", requires=["images"])
def test_places(student: Student, tensors: Tensors) -> None:
    """Compare the image at each place, for every form of `imgs`."""
    for n, rows, columns, form in CALLS:
        assert_images(draw_either(student, tensors, n, rows, columns, form=form))


@pytest.mark.check(points=1, kind="value", requires=[])
def test_titles(student: Student, tensors: Tensors) -> None:
    """Ask with titles, without the argument, and with None."""
    images, names = different_garments(tensors, 6)
    assert_titles(draw(student, images[:4], 2, 2, names[:4]))
    assert_titles(draw(student, images, 2, 3, short=True))
    assert_titles(draw(student, images[:4], 2, 2, None, 1.0))


@pytest.mark.check(points=0.5, kind="shape", requires=["images"])
def test_grid(student: Student, tensors: Tensors) -> None:
    """Ask with the default scale and with another one, for several rows and columns, one row and one column."""
    assert_grid(draw_either(student, tensors, 6, 2, 3))
    assert_grid(draw_either(student, tensors, 3, 1, 3))
    assert_grid(draw_garments(student, tensors, 3, 3, 1, scale=2.0))


@pytest.mark.check(points=0.5, kind="contract", requires=["images"])
def test_bare(student: Student, tensors: Tensors) -> None:
    """Accept every way to hide ticks and their labels."""
    made = draw_either(student, tensors, 4, 2, 2)
    total = len(made.figure.with_image)
    bare = sum(one.bare for one in made.figure.with_image)
    if bare < total:
        raise CheckFailedError("show_images.ticks", count=total - bare, total=total)


@pytest.mark.check(points=0.5, kind="contract", requires=["images"])
def test_returns(student: Student, tensors: Tensors) -> None:
    """Ask with fewer images than places, because all axes of the grid must be there."""
    made = draw_either(student, tensors, 4, 2, 3)
    want = made.places
    if made.type == "nothing":
        raise CheckFailedError("show_images.returned_nothing", want=want)
    if made.returned is None or len(made.returned) != want:
        count = "" if made.returned is None else len(made.returned)
        entry = "show_images.returned_type" if made.returned is None else "show_images.returned_count"
        raise CheckFailedError(entry, want=want, type=made.type, count=count)
    if made.returned != tuple(range(want)):
        raise CheckFailedError("show_images.returned_order")

"""Facts about figures that a worker reports: images, titles and places, tested before they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.model.phrases import phrase

_MOST = 64
"""Most figures, and most axes of a figure, that a worker may report."""
_NEAR = 0.01
"""Difference of two equal shades from 0 to 1, because a function may round them to 256 steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What one pair of axes shows."""

    image: torch.Tensor | None
    """Pixels, float64, of any shape; None without an image."""
    title: str
    bare: bool
    """Whether no ticks are left."""
    place: int
    """Place in the grid, counted row by row from 0; -1 without a grid."""
    grid: tuple[int, int]
    """Rows and columns of the grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one figure shows."""

    size: tuple[float, float]
    """Width and height in inches."""
    pictures: tuple[Picture, ...]
    """Axes in the order in which they were made."""

    @property
    def with_image(self) -> list[Picture]:
        """Axes with an image."""
        return [one for one in self.pictures if one.image is not None]

    def at(self, place: int) -> Picture | None:
        """Return the axes at a place of the grid, those with an image first; None if there are none."""
        found = [one for one in self.pictures if one.place == place]
        return next((one for one in found if one.image is not None), found[0] if found else None)

    def images(self, n: int) -> list[torch.Tensor | None]:
        """Return the images at the first n places."""
        return [one.image if one is not None else None for one in map(self.at, range(n))]

    def titles(self, n: int) -> list[str]:
        """Return the titles at the first n places."""
        return [one.title if one is not None else "" for one in map(self.at, range(n))]


@cache
def driver(exercise: str) -> str:
    """Return the text of an exercise's scenario: the functions that read figures, and the exercise's own part."""
    place = files("torchgrade_d2l.softmax_regression")
    own = place / exercise / "figure.py.txt"
    return (place / "figures.py.txt").read_text("utf-8") + "\n\n" + own.read_text("utf-8")


def figure(value: Any) -> Figure:
    """Return a reported figure; raise if the report has another form, because a worker may send anything."""
    match value:
        case {"size": [float() | int() as width, float() | int() as height], "axes": list() as axes}:
            _require(len(axes) <= _MOST)
            return Figure(size=(float(width), float(height)), pictures=tuple(map(_picture, axes)))
    raise _other_form()


def figures(value: Any) -> list[Figure]:
    """Return a list of reported figures; raise if the report has another form."""
    _require(isinstance(value, list) and len(value) <= _MOST)
    return [figure(one) for one in value]


def _picture(value: Any) -> Picture:
    match value:
        case {"image": image, "title": str() as title, "bare": bool() as bare, "place": [int(), int(), int()] as place}:
            _require(image is None or (isinstance(image, torch.Tensor) and image.dtype == torch.float64))
            return Picture(image=image, title=title, bare=bare, place=place[0], grid=(place[1], place[2]))
    raise _other_form()


def _require(condition: bool) -> None:
    if not condition:
        raise _other_form()


def _other_form() -> CheckFailedError:
    return CheckFailedError("worker.protocol", detail=phrase("protocol.figure"))


def same_picture(got: torch.Tensor | None, want: torch.Tensor) -> bool:
    """Return whether an image looks like another one: equal up to the range of its shades, as ``imshow`` shows it.

    :param got: image of the worker; an image (h, w, 3) of three equal colours is grey.
    :param want: image (h, w) with at least two different shades.
    """
    shades = _shades(got)
    wanted = _shades(want.to(torch.float64))
    if shades is None or wanted is None or shades.shape != wanted.shape:
        return False
    return bool((shades - wanted).abs().max() < _NEAR)


def index_of(got: torch.Tensor | None, images: Sequence[torch.Tensor]) -> int:
    """Return which of some images another image looks like; -1 if it looks like none of them."""
    return next((k for k, image in enumerate(images) if same_picture(got, image)), -1)


def _shades(image: torch.Tensor | None) -> torch.Tensor | None:
    """Return the shades of a grey image (h, w), the darkest 0 and the lightest 1; None for anything else."""
    if image is None or not image.numel():
        return None
    if image.ndim == 3 and image.shape[2] in (3, 4) and bool((image[..., :3] == image[..., :1]).all()):
        image = image[..., 0]
    low, high = image.min(), image.max()
    if image.ndim != 2 or not bool(low.isfinite() & high.isfinite()) or low == high:
        return None
    return (image - low) / (high - low)


def pixels(images: Sequence[torch.Tensor | None]) -> torch.Tensor:
    """Return images for a page, uint8 (k, 28, 28); an image of another size, or none, is black."""
    made = torch.zeros(len(images), 28, 28, dtype=torch.uint8)
    for place, image in enumerate(images):
        shades = _shades(image)
        if shades is not None and shades.shape == made.shape[1:]:
            made[place] = (shades * 255).round().to(torch.uint8)
    return made

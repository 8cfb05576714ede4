"""One call of ``show_images``: what went in, and what its figure shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import phrase
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.figures import Figure, driver, figure
from torchgrade_d2l.softmax_regression.garments import different_garments

SCALE = 1.5
"""Default of the last parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A call with the report of its figure."""

    images: tuple[torch.Tensor, ...]
    titles: tuple[str, ...] | None
    rows: int
    columns: int
    scale: float
    figure: Figure
    figures: int
    """Claim: number of figures with an image."""
    type: str
    """Claim: name of the type of the returned value."""
    returned: tuple[int, ...] | None
    """Claim: places of the returned axes, None unless these are a flat sequence of axes."""

    @property
    def places(self) -> int:
        """Number of places of the grid."""
        return self.rows * self.columns

    @property
    def size(self) -> tuple[float, float]:
        """Expected width and height of the figure in inches."""
        return self.columns * self.scale, self.rows * self.scale


def draw(
    student: Student,
    pixels: torch.Tensor,
    rows: int,
    columns: int,
    titles: Sequence[str] | None = None,
    scale: float | None = None,
    *,
    form: str = "tensor",
    short: bool = False,
) -> Drawn:
    """Call the function once and return its report.

    :param pixels: images uint8 (k, h, w).
    :param scale: passed only if it is given.
    :param form: ``tensor``, ``arrays`` or ``pil``.
    :param short: whether no titles are passed at all.
    """
    named = None if titles is None else list(titles)
    further: list[Any] = [rows, columns] if short else [rows, columns, named]
    shown = "" if short else f", {'titles' if titles is not None else None}"
    if scale is not None:
        further.append(scale)
        shown += f", {scale}"
    call = f"show_images(imgs, {rows}, {columns}{shown})"
    report = student.run(driver("show_images"), call, pixels=pixels, form=form, further=further)
    return _drawn({"pixels": pixels, "further": further}, report)


def draw_garments(student: Student, tensors: Tensors, n: int, rows: int, columns: int, **further: Any) -> Drawn:
    """Draw n garments of different classes with their names."""
    pixels, names = different_garments(tensors, n)
    return draw(student, pixels, rows, columns, names, **further)


def draw_either(student: Student, tensors: Tensors, n: int, rows: int, columns: int, *, form: str = "tensor") -> Drawn:
    """Draw n garments with their names; without, if the function raises, because another check judges the titles.

    If that raises too, call with the names again, because the last call is the one that a diagnosis explains.
    """
    pixels, names = different_garments(tensors, n)
    for titles in (names, None):
        with suppress(CheckFailedError):
            return draw(student, pixels, rows, columns, titles, form=form, short=titles is None)
    return draw(student, pixels, rows, columns, names, form=form)


def last_drawn(tried: Tried) -> Drawn:
    """Return the last call of a check with its report; raise if there is none."""
    assert tried.answer is not None
    return _drawn(tried.inputs, tried.answer.value)


def _drawn(inputs: Mapping[str, Any], report: Mapping[str, Any]) -> Drawn:
    rows, columns, titles, scale = [*inputs["further"], *(None, SCALE)[len(inputs["further"]) - 2 :]]
    found, returned = report.get("figure"), report.get("returned")
    count, kind = report.get("figures"), report.get("type")
    if found is None:
        raise CheckFailedError("show_images.no_figure")
    is_places = isinstance(returned, list) and all(type(place) is int for place in returned)
    if type(count) is not int or type(kind) is not str or not (returned is None or is_places):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.report"))
    return Drawn(
        images=tuple(inputs["pixels"]),
        titles=None if titles is None else tuple(titles),
        rows=rows,
        columns=columns,
        scale=scale,
        figure=figure(found),
        figures=count,
        type=show_name(kind),
        returned=None if returned is None else tuple(returned),
    )

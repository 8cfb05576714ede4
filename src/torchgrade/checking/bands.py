"""Bands: the range of the reference's own curves, read from a file or made again (ruling 15)."""

from __future__ import annotations

import hashlib
import math
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from torchgrade.datasets.dataset import Dataset
from torchgrade.errors import CourseError, TorchgradeError
from torchgrade.model.results import Band, BandPoint, Point
from torchgrade.model.told import told
from torchgrade.plugins.resources import BandSource, resolve, resource

DIGITS = 6
"""Decimals to keep, because more would differ between machines and a drawing does not show them."""


class Curves(Struct, frozen=True, kw_only=True):
    """The curves of all trainings of a reference on one data set."""

    data: str
    """Name of the data set, for people."""
    data_digest: str
    """Digest of the data set."""
    reference_digest: str
    """Digest of the texts that produced the curves."""
    x: list[float]
    """Values of x of every curve, ascending."""
    curves: list[list[float]]
    """One list per training, with a value for each x."""


def band(source: BandSource, dataset: Dataset) -> Band:
    """Return the band of the reference on a data set.

    Use the source's file if it contains curves made from this data and this reference. Otherwise train the reference
    again, which takes a second or so for small trainings.

    Raise :class:`CourseError` if the reference cannot be trained or gives no curves to compare. Raise
    :class:`UsageError` if its training reports that the data set cannot be used.
    """
    digest = reference_digest(source)
    for kept in read(source):
        of = (kept.data_digest, kept.reference_digest, len(kept.curves))
        if of == (dataset.digest, digest, source.trainings):
            return spread(kept)
    return spread(make(source, dataset))


def make(source: BandSource, dataset: Dataset) -> Curves:
    """Train the reference as often as the source asks; errors as in :func:`band`."""
    made = [train(source, dataset, number) for number in range(source.trainings)]
    x = [point.x for point in made[0]]
    if any([point.x for point in points] != x for points in made):
        raise CourseError(told("error.band.different", name=source.train))
    return Curves(
        data=dataset.name,
        data_digest=dataset.digest,
        reference_digest=reference_digest(source),
        x=x,
        curves=[[float(point.y) for point in points] for points in made],
    )


def train(source: BandSource, dataset: Dataset, number: int) -> list[Point]:
    """Return the curve of one training of the reference, with its kept digits; errors as in :func:`band`."""
    function = resolve(source.train)
    try:
        points: Sequence[Point] = function(dataset, number)
        rounded = [Point(x=point.x, y=round(float(point.y), DIGITS)) for point in points]
    except TorchgradeError:
        raise
    except Exception as error:
        # The exception is the plugin's fault, so it must be named, not hidden.
        raise CourseError(told("error.band.failed", number=number, name=source.train, reason=repr(error))) from error
    if not rounded or not all(math.isfinite(float(point.y)) for point in rounded):
        raise CourseError(told("error.band.not_finite", number=number, name=source.train))
    return rounded


def spread(kept: Curves) -> Band:
    """Return minimum, median and maximum of the curves at each x."""
    points = [
        BandPoint(x=x, low=min(values), median=round(statistics.median(values), DIGITS), high=max(values))
        for x, values in zip(kept.x, zip(*kept.curves, strict=True), strict=True)
    ]
    return Band(trainings=len(kept.curves), points=points)


def reference_digest(source: BandSource) -> str:
    """Return the SHA-256 of the texts that the curves depend on, with their names, in hexadecimal."""
    digest = hashlib.sha256()
    for name in source.made_from:
        file = resource(name)
        if not file.is_file():
            raise CourseError(told("error.band.no_file", name=name))
        digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def read(source: BandSource) -> list[Curves]:
    """Return the curves in the source's file.

    Return an empty list if it is missing or damaged: all can be made again.
    """
    file = resource(source.file)
    try:
        return [kept for kept in msgspec.json.decode(file.read_bytes(), type=list[Curves]) if _whole(kept)]
    except (OSError, msgspec.DecodeError):
        return []


def _whole(kept: Curves) -> bool:
    """Return whether there is a value for each x in every curve."""
    return bool(kept.curves and kept.x) and all(len(values) == len(kept.x) for values in kept.curves)


def write(path: Path, kept: Iterable[Curves]) -> None:
    """Write curves as the source's file, one per line, sorted by data set. The bytes are always the same."""
    entries = []
    for one in sorted(kept, key=lambda one: (one.data, one.data_digest)):
        curves = ",\n   ".join(msgspec.json.encode(values).decode() for values in one.curves)
        fields = [
            f'"{name}": {msgspec.json.encode(getattr(one, name)).decode()}'
            for name in ("data", "data_digest", "reference_digest", "x")
        ]
        entries.append("{" + ",\n  ".join([*fields, f'"curves": [\n   {curves}]']) + "}")
    path.write_text("[\n " + ",\n ".join(entries) + "\n]\n", encoding="utf-8")

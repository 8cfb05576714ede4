"""Pictures of a student's page as bounded records: matrices, clouds of points, parameters and titled images.

``torchgrade.checking.pictured`` makes them from values of a submission.
"""

from __future__ import annotations

from msgspec import Struct, field

Number = float | str
"""Number of a picture; ``nan``, ``inf`` and ``-inf`` are words, because JSON has no such numbers."""


class Matrix(Struct, frozen=True, kw_only=True, tag="matrix", tag_field="type"):
    """Matrix whose cells are coloured by their numbers, such as an error map or a confusion matrix."""

    name: str
    """Catalogue entry of the caption; ``<name>_rows`` and ``<name>_columns`` are the entries of the axes."""
    cells: list[list[Number]]
    """Numbers row by row, at most 12 x 12; empty if the value was no matrix."""
    shape: list[int]
    """Rows and columns of the whole matrix, which may be larger than ``cells``."""
    rows: list[str] = field(default_factory=list)
    """Heads of the rows; a row without a head gets its index."""
    columns: list[str] = field(default_factory=list)
    """Heads of the columns."""
    signed: bool = False
    """Whether the colours diverge from 0, as in an error map."""
    wanted: list[list[Number]] = field(default_factory=list)
    """Expected numbers of the same cells; empty if no numbers were expected."""


class Line(Struct, frozen=True, kw_only=True):
    """Straight line of a cloud."""

    name: str
    """Name of the line; ``<name of the cloud>_<name>`` is its catalogue entry."""
    slope: Number
    """Slope of the line."""
    intercept: Number
    """Height of the line at x = 0."""


class Cloud(Struct, frozen=True, kw_only=True, tag="cloud", tag_field="type"):
    """Points of a plane with straight lines, such as a data set with its fitted line."""

    name: str
    """Catalogue entry of the caption; ``<name>_x`` and ``<name>_y`` are the entries of the axes."""
    points: list[tuple[float, float]]
    """Finite points among at most 200 chosen ones."""
    total: int
    """Number of points that were given; 200 are chosen of more points."""
    lines: list[Line] = field(default_factory=list)
    """Lines, at most 4."""


class Parameter(Struct, frozen=True, kw_only=True):
    """Parameter with its true value and the value that was found."""

    name: str
    """Name of the parameter, ``w1``."""
    true: Number | None
    """True value; None if there is none."""
    got: Number | None
    """Value that was found; None if there is none."""


class Recovered(Struct, frozen=True, kw_only=True, tag="recovered", tag_field="type"):
    """Parameters beside their true values."""

    name: str
    """Catalogue entry of the caption."""
    parameters: list[Parameter]
    """Parameters, at most 20."""


class Titled(Struct, frozen=True, kw_only=True):
    """Image with a title."""

    pixels: bytes
    """Pixels, 28 x 28 uint8, row by row."""
    title: str
    """Title that the submission gave, made safe to show; empty if there is none."""
    wanted: str = ""
    """Expected title; empty if no title was expected."""


class Gallery(Struct, frozen=True, kw_only=True, tag="gallery", tag_field="type"):
    """Images with the titles that a submission gave them."""

    name: str
    """Catalogue entry of the caption."""
    items: list[Titled]
    """Images in the order shown, at most 20."""

"""Pictures of a page as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

Place = tuple[float, float]
"""Pair of x and y."""


class PictureView(Struct, frozen=True, kw_only=True):
    """Picture of a page. Each kind has its own class."""

    kind: str
    """Name of the macro in ``charts.html`` that writes the picture."""
    id: str
    """Prefix of the ids in the picture."""
    title: str
    """Title of the picture."""
    description: str
    """Description of the picture for a reader who cannot see it."""


class Tick(Struct, frozen=True, kw_only=True):
    """Labelled place on an axis."""

    at: float
    """Place in the units of the drawing."""
    label: str
    """Number at this place."""


class BandView(Struct, frozen=True, kw_only=True):
    """Band of the reference behind a curve, and the legend of both."""

    area: str
    """Outline of the band, as SVG writes points."""
    edges: list[str]
    """Lower and upper edge of the band."""
    median: str
    """Line of the medians."""
    line_words: str
    """Name of the curve in the legend."""
    area_words: str
    """Name of the band in the legend."""
    median_words: str
    """Name of the line of the medians in the legend."""


class LineChart(PictureView, frozen=True, kw_only=True):
    """Curve with axes, and its numbers."""

    kind: str = "line_chart"
    x_label: str
    """Label of the horizontal axis."""
    y_label: str
    """Label of the vertical axis."""
    lines: list[str]
    """Points of each unbroken piece, in SVG's form; empty if no number is finite."""
    dots: list[Place]
    """Places of single points."""
    x_ticks: list[Tick]
    """Ticks on the horizontal axis."""
    y_ticks: list[Tick]
    """Ticks on the vertical axis."""
    columns: list[str]
    """Heads of the columns of the table after the first column, which contains ``x_label``."""
    rows: list[tuple[str, ...]]
    """Numbers as text, x first."""
    band: BandView | None = None
    """Band of the reference; None if there is no band to compare with."""


class ClassifiedView(Struct, frozen=True, kw_only=True):
    """Classified image."""

    source: str
    """Image as a ``data:`` address."""
    alt: str
    """Description of the image."""
    index: str
    """Place of the image in the data set."""
    true: str
    """Name of the true class."""
    predicted: str
    """Name of the predicted class."""
    right: bool
    """Whether the two classes are equal."""
    symbol: str
    """Symbol of a right or wrong prediction, which needs no colour."""
    word: str
    """Word for a right or wrong prediction."""


class ImagesView(PictureView, frozen=True, kw_only=True):
    """Images with their true and predicted classes; the description is the rule by which they were chosen."""

    kind: str = "images"
    items: list[ClassifiedView]
    """Pictures in the order shown."""


class Label(Struct, frozen=True, kw_only=True):
    """Text at a place of a drawing."""

    x: float
    """Place of the text's anchor from left to right."""
    y: float
    """Base line of the text."""
    text: str
    """Text."""


class MatrixView(PictureView, frozen=True, kw_only=True):
    """Coloured cells with their numbers."""

    kind: str = "matrix"
    width: float
    """Width of the drawing."""
    height: float
    """Height of the drawing; 0 if there are no cells."""
    shades: list[tuple[str, str]]
    """Class of a colour, and the outline of all cells of this colour in SVG's form."""
    numbers: list[Label]
    """Numbers of the cells."""
    expected: list[Label]
    """Expected numbers of the cells that differ."""
    marks: str
    """Outline of the cells that differ; empty if none does."""
    row_heads: list[Label]
    """Heads of the rows, which end at their place."""
    column_heads: list[Label]
    """Heads of the columns, which are centred at their place."""
    tilted: bool
    """Whether the heads of the columns are tilted, because they are wider than a column."""
    columns: list[str]
    """Heads of the table's columns, that of the rows first."""
    rows: list[list[str]]
    """Head and numbers of each row of the table."""


class LineView(Struct, frozen=True, kw_only=True):
    """Straight line of a cloud."""

    words: str
    """Name of the line in the legend."""
    ends: tuple[Place, Place] | None
    """Ends of the line in the drawing; None if no part of it is in the drawing."""
    slope: str
    """Slope as text."""
    intercept: str
    """Intercept as text."""


class CloudView(PictureView, frozen=True, kw_only=True):
    """Points of a plane with straight lines."""

    kind: str = "cloud"
    x_label: str
    """Label of the horizontal axis."""
    y_label: str
    """Label of the vertical axis."""
    x_ticks: list[Tick]
    """Ticks on the horizontal axis; empty if there is nothing to draw."""
    y_ticks: list[Tick]
    """Ticks on the vertical axis."""
    dots: str
    """Points as the path of a round pen."""
    lines: list[LineView]
    """Straight lines in the order of the legend."""
    rows: list[tuple[str, str]]
    """First points as text."""
    remark: str
    """Number of points in the table if it has not all of them."""


class ParameterView(Struct, frozen=True, kw_only=True):
    """Parameter beside its true value."""

    name: str
    """Name of the parameter."""
    y: float
    """Height of its row in the drawing."""
    true: float | None
    """Place of the true value; None if it is not finite."""
    got: float | None
    """Place of the found value; None if it is not finite."""
    texts: tuple[str, str, str]
    """True value, found value and difference as text."""


class RecoveredView(PictureView, frozen=True, kw_only=True):
    """Parameters beside their true values on one axis."""

    kind: str = "recovered"
    height: float
    """Height of the axis' line."""
    left: float
    """Start of the axis."""
    ticks: list[Tick]
    """Ticks on the axis; empty if no number is finite."""
    parameters: list[ParameterView]
    """Rows from top to bottom."""


class TitledView(Struct, frozen=True, kw_only=True):
    """Image with a title."""

    source: str
    """Image as a ``data:`` address."""
    alt: str
    """Description of the image."""
    title: str
    """Title that the submission gave; words for an empty title."""
    wanted: str
    """Expected title; empty if no title was expected."""
    right: bool
    """Whether the title is the expected one, or none was expected."""
    symbol: str
    """Symbol of the comparison; empty if no title was expected."""
    word: str
    """Word for the comparison; empty if no title was expected."""


class GalleryView(PictureView, frozen=True, kw_only=True):
    """Images with the titles that a submission gave them."""

    kind: str = "gallery"
    compared: bool
    """Whether titles were expected."""
    items: list[TitledView]
    """Images in the order shown."""

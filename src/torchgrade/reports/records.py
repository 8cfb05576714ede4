"""What a student's page shows, as plain records: every text is showable and in the page's language."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from torchgrade.model.outcomes import Outcome, Status


class Link(Struct, frozen=True, kw_only=True):
    """A text that leads somewhere."""

    text: str
    """What is read."""
    href: str
    """Where it leads; empty where there is nothing to lead to."""


class Fact(Struct, frozen=True, kw_only=True):
    """A named value."""

    name: str
    """What it is."""
    value: str
    """How much it is."""


class Cell(Struct, frozen=True, kw_only=True):
    """One number of a tensor."""

    text: str
    """With 4 significant digits."""
    worst: bool = False
    """Whether the greatest difference is here."""


class ValueTable(Struct, frozen=True, kw_only=True):
    """One value: a tensor as a table, or another value as text."""

    caption: str
    """Name, type, dtype and shape."""
    rows: list[list[Cell]]
    """Empty where the value is shown as text."""
    text: str = ""
    """Empty where the value is shown as a table."""
    first_row: int = 0
    """Number of the first row that is shown."""
    first_column: int = 0
    """Number of the first column that is shown."""
    remarks: list[str]
    """What the table leaves out, and what its mark means."""


class FrameView(Struct, frozen=True, kw_only=True):
    """One line of the student's part of a traceback."""

    place: str
    """File or cell, line and function."""
    line: str
    """The text of the line."""


class CheckView(Struct, frozen=True, kw_only=True):
    """One check. A hidden one has only the fields up to ``points`` (ruling 30)."""

    title: str
    """One to four words."""
    sentence: str
    """The requirement."""
    outcome: Outcome
    """Selects the colour."""
    symbol: str
    """Says the outcome without colour."""
    word: str
    """Says the outcome in words."""
    points: str
    """``1 of 2 points``."""
    hidden: bool
    """Whether nothing more is shown."""
    folds: bool = False
    """Whether there is more than a line, shown when it is opened."""
    anchor: str = ""
    """Id of its element."""
    check: str = ""
    """Id of the check."""
    message: str = ""
    """What is wrong, or why it was skipped."""
    cause: str = ""
    """The mistake that gives the same numbers."""
    passage: Link | None = None
    """Where the book explains it; without ``href`` where the course names no address."""
    next: str = ""
    """What to do next."""
    waits: list[Link] = []
    """The checks that must pass first."""
    call: str = ""
    """What was tried."""
    arguments: list[ValueTable] = []
    """The arguments of that call."""
    expected: ValueTable | None = None
    """None where no single value was expected."""
    got: ValueTable | None = None
    """None where nothing came back."""
    comparison: list[str] = []
    """How many numbers differ, and where most."""
    frames: list[FrameView] = []
    """The student's own lines, outermost first."""
    output: str = ""
    """What the function printed."""
    notes: list[str] = []
    """Remarks that cost no points."""
    replay: str = ""
    """The command that draws the same inputs again."""


class Tick(Struct, frozen=True, kw_only=True):
    """A labelled place on an axis."""

    at: float
    """In the units of the drawing."""
    label: str
    """The number there."""


class BandView(Struct, frozen=True, kw_only=True):
    """The band of the reference behind a curve, and the legend that tells the two apart."""

    area: str
    """Outline of the band, as SVG writes points."""
    edges: list[str]
    """Its lower and its upper edge."""
    median: str
    """The line of the medians."""
    line_words: str
    """What the curve is."""
    area_words: str
    """What the band is."""
    median_words: str
    """What the line of the medians is."""


class LineChart(Struct, frozen=True, kw_only=True):
    """A curve with axes, and its numbers."""

    id: str
    """Prefix of the ids that the drawing needs."""
    title: str
    """What is drawn."""
    description: str
    """What a reader would see."""
    x_label: str
    """What the horizontal axis counts."""
    y_label: str
    """What the vertical axis measures."""
    lines: list[str]
    """Points of each unbroken piece, as SVG writes them; empty where no number is finite."""
    dots: list[tuple[float, float]]
    """Places of single points."""
    x_ticks: list[Tick]
    """On the horizontal axis."""
    y_ticks: list[Tick]
    """On the vertical axis."""
    columns: list[str]
    """Heads of the columns of the table behind the first, which counts ``x_label``."""
    rows: list[tuple[str, ...]]
    """The numbers as text, x first."""
    band: BandView | None = None
    """None where there is nothing to compare with."""


class PictureView(Struct, frozen=True, kw_only=True):
    """One classified image."""

    source: str
    """The image as a ``data:`` address."""
    alt: str
    """What it is a picture of."""
    index: str
    """Its place in the data set."""
    true: str
    """Name of its class."""
    predicted: str
    """Name of the class that was predicted."""
    right: bool
    """Whether the two are the same."""
    symbol: str
    """Says so without colour."""
    word: str
    """Says so in a word."""


class Gallery(Struct, frozen=True, kw_only=True):
    """Images with their true and predicted classes."""

    title: str
    """What they are."""
    chosen: str
    """How they were chosen."""
    items: list[PictureView]
    """In the order shown."""


class ExerciseView(Struct, frozen=True, kw_only=True):
    """One exercise on a student's page."""

    anchor: str
    """Id of its section."""
    title: str
    """What it is called."""
    signature: str
    """The function to write."""
    status: Status
    """Selects the colour."""
    word: str
    """Says the status."""
    explanation: str
    """What the status means, where it is not ``graded``."""
    points: str
    """``3 of 6 points``; says that there are none where we failed."""
    file: str
    """The file that it was read from; empty where there is none."""
    notes: list[str]
    """What was skipped or replaced while the file was read."""
    checks: list[CheckView]
    """In the order in which they ran."""
    charts: list[LineChart]
    """Curves of a training."""
    galleries: list[Gallery]
    """Images that were classified."""


class FileRow(Struct, frozen=True, kw_only=True):
    """One file that was handed in."""

    name: str
    """Inside the submission."""
    size: str
    """In bytes."""
    sha256: str
    """Digest of its bytes."""


class Section(Struct, frozen=True, kw_only=True):
    """A part that a plugin adds to a page."""

    name: str
    """Its id."""
    body: Markup | str
    """What the plugin made; anything but Markup is escaped."""
    missing: bool = False
    """Whether the plugin failed, so that there is no body."""


class StudentPage(Struct, frozen=True, kw_only=True):
    """Everything that a student's page shows."""

    name: str
    """The submission's id."""
    score: str
    """The score in words."""
    warnings: list[str]
    """What limits the meaning of the marks."""
    start: Link | None
    """What to look at first; None where nothing failed."""
    start_label: str
    """What comes before the link, or the sentence that stands in its place."""
    problems: list[str]
    """What was not understood in the files."""
    exercises: list[ExerciseView]
    """In the order of the course."""
    files: list[FileRow]
    """What was read."""
    files_left_out: int
    """How many more there were."""
    facts: list[Fact]
    """Versions and digests."""
    shortened: bool
    """Whether details were left out to keep the page small."""
    sections: list[Section]
    """Parts that plugins add."""

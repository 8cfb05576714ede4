"""What the class page shows, as plain records: every text is showable and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.records import CheckView, Fact, Link, Section


class Bar(Struct, frozen=True, kw_only=True):
    """One bar of a histogram."""

    label: str
    """``80 to 90``."""
    count: int
    """How many submissions."""
    x: float
    """Left edge in the drawing."""
    y: float
    """Upper edge in the drawing."""
    height: float
    """In the units of the drawing."""


class Histogram(Struct, frozen=True, kw_only=True):
    """How many submissions reached which share of the points."""

    title: str
    """What is drawn."""
    description: str
    """What a reader would see."""
    width: float
    """Of a bar."""
    bars: list[Bar]
    """From the lowest share to the highest."""


class Problem(Struct, frozen=True, kw_only=True):
    """Something that a person should look at."""

    who: Link
    """The submission or input."""
    text: str
    """What happened."""
    ours: bool
    """Whether torchgrade is at fault."""


class CheckRow(Struct, frozen=True, kw_only=True):
    """How a class did in one check."""

    title: str
    """One to four words."""
    sentence: str
    """The requirement."""
    check: str
    """Its id."""
    hidden: bool
    """Whether students see only its sentence."""
    passed: int
    """How many submissions passed it."""
    tried: int
    """How many passed, failed or skipped it."""
    failed: int
    """How many failed it."""
    skipped: int
    """How many were not tried because another check had failed."""
    errors: int
    """How often we failed."""
    percent: int
    """Share that passed, of those tried."""
    cause: str
    """The most frequent diagnosis and how often it was made; empty where there is none."""


class ExerciseRows(Struct, frozen=True, kw_only=True):
    """How a class did in one exercise."""

    title: str
    """What it is called."""
    signature: str
    """The function to write."""
    counts: str
    """How many were graded, missing, not started, in words."""
    checks: list[CheckRow]
    """In the order in which they run."""


class StudentRow(Struct, frozen=True, kw_only=True):
    """One submission in the table of the class page."""

    link: Link
    """To its page."""
    status: str
    """Selects the colour."""
    word: str
    """Says the status."""
    symbol: str
    """Says the status without colour."""
    points: str
    """The total; empty where there is none."""
    percent: str
    """Its share of the maximum; empty where there is no total."""
    exercises: list[str]
    """Points of each exercise, a word where there are none."""


class HiddenFailure(Struct, frozen=True, kw_only=True):
    """A hidden check that a submission failed, as the instructor sees it."""

    who: Link
    """The submission."""
    check: CheckView
    """With everything that its student does not see."""


class NotGraded(Struct, frozen=True, kw_only=True):
    """An input or an exercise without a grade."""

    who: Link
    """The submission or input."""
    what: str
    """The exercise, or that it is the whole input."""
    why: str
    """The reason."""


class ClassPage(Struct, frozen=True, kw_only=True):
    """Everything that the class page shows."""

    warnings: list[str]
    """What limits the meaning of the marks."""
    chosen: str
    """The exercises that make up the maximum."""
    facts: list[Fact]
    """Numbers of the run."""
    problems: list[Problem]
    """The gravest first."""
    histogram: Histogram | None
    """None where nothing was graded."""
    exercises: list[ExerciseRows]
    """In the order of the course."""
    columns: list[str]
    """Ids of the exercises."""
    students: list[StudentRow]
    """Sorted by id."""
    hidden_failures: list[HiddenFailure]
    """The first of them."""
    hidden_left_out: int
    """How many more there were."""
    not_graded: list[NotGraded]
    """Inputs and exercises without a grade."""
    versions: list[Fact]
    """Versions and digests."""
    sections: list[Section]
    """Parts that plugins add."""

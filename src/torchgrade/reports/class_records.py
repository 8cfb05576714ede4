"""Contents of the class page as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.attempt_records import AttemptsView
from torchgrade.reports.records import CheckView, Fact, Link, Section


class Bar(Struct, frozen=True, kw_only=True):
    """Bar of a histogram."""

    label: str
    """Range of shares, ``80 to 90``."""
    count: int
    """Number of submissions."""
    x: float
    """Left edge in the drawing."""
    y: float
    """Upper edge in the drawing."""
    height: float
    """Height in the units of the drawing."""


class Histogram(Struct, frozen=True, kw_only=True):
    """Number of submissions in each range of shares of the points."""

    title: str
    """Title of the drawing."""
    description: str
    """Description of the drawing for a reader who cannot see it."""
    width: float
    """Width of a bar."""
    bars: list[Bar]
    """Bars from the lowest share to the highest."""


class Problem(Struct, frozen=True, kw_only=True):
    """Problem that a person should look at."""

    who: Link
    """Submission or input."""
    text: str
    """Description of the problem."""
    ours: bool
    """Whether the problem is an error of torchgrade."""


class CheckRow(Struct, frozen=True, kw_only=True):
    """Results of a class in one check."""

    title: str
    """Title of one to four words."""
    sentence: str
    """Requirement of the check."""
    check: str
    """Id of the check."""
    hidden: bool
    """Whether students see only the check's sentence."""
    passed: int
    """Number of submissions that passed the check."""
    tried: int
    """Number of submissions that passed, failed or skipped the check."""
    failed: int
    """Number of submissions that failed the check."""
    skipped: int
    """Number of submissions that skipped the check, because another check had failed."""
    errors: int
    """Number of errors of torchgrade."""
    percent: int
    """Share that passed, of the submissions that tried the check."""
    cause: str
    """Most frequent diagnosis and its count; empty if there is no diagnosis."""


class ExerciseRows(Struct, frozen=True, kw_only=True):
    """Results of a class in one exercise."""

    title: str
    """Title of the exercise."""
    signature: str
    """Function to write."""
    counts: str
    """Numbers of graded, missing and not started submissions, in words."""
    checks: list[CheckRow]
    """Checks in the order in which they run."""


class StudentRow(Struct, frozen=True, kw_only=True):
    """Submission in the table of the class page."""

    link: Link
    """Link to the submission's page."""
    status: str
    """Status, which selects the colour."""
    word: str
    """Word for the status."""
    symbol: str
    """Symbol of the status, which needs no colour."""
    points: str
    """Total; empty if there is no total."""
    percent: str
    """Share of the maximum; empty if there is no total."""
    exercises: list[str]
    """Points of each exercise; a word if there are no points."""


class HiddenFailure(Struct, frozen=True, kw_only=True):
    """Hidden check that a submission failed, as the instructor sees it."""

    who: Link
    """Submission that failed."""
    check: CheckView
    """View with everything that the student does not see."""


class NotGraded(Struct, frozen=True, kw_only=True):
    """Input or exercise without a grade."""

    who: Link
    """Submission or input."""
    what: str
    """Exercise, or a word for the whole input."""
    why: str
    """Reason why there is no grade."""


class ClassPage(Struct, frozen=True, kw_only=True):
    """Contents of the class page."""

    warnings: list[str]
    """Warnings that limit the meaning of the marks."""
    chosen: str
    """Sentence with the exercises that make up the maximum."""
    facts: list[Fact]
    """Numbers of the run."""
    problems: list[Problem]
    """Problems, the most severe first."""
    histogram: Histogram | None
    """Histogram of the scores; None if no submission was graded."""
    exercises: list[ExerciseRows]
    """Exercises in the order of the course."""
    columns: list[str]
    """Ids of the exercises."""
    students: list[StudentRow]
    """Students sorted by id."""
    hidden_failures: list[HiddenFailure]
    """First failures of hidden checks."""
    hidden_left_out: int
    """Number of further failures."""
    not_graded: list[NotGraded]
    """Inputs and exercises without a grade."""
    versions: list[Fact]
    """Versions and digests."""
    sections: list[Section]
    """Sections that plugins add."""
    attempts: AttemptsView | None = None
    """Sections on attempts; None if no submission has two results."""

"""Contents of the class page as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.attempt_records import AttemptsView
from torchgrade.reports.class_tables import CheckMap, StudentTable, TableLink
from torchgrade.reports.item_records import ExerciseRows, ItemSummary
from torchgrade.reports.mistake_records import Mistakes
from torchgrade.reports.records import CheckView, Fact, Link, Section
from torchgrade.reports.section_records import SectionTable


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
    """First problems, the most severe first."""
    problems_left_out: int
    """Number of further problems."""
    histogram: Histogram | None
    """Histogram of the scores; None if no submission was graded."""
    exercises: list[ExerciseRows]
    """Exercises in the order of the course."""
    map: CheckMap | None
    """Map of the checks and the students; None without a submission."""
    students: StudentTable
    """Table of the students; without rows in a large class."""
    students_left_out: int = 0
    """Number of students of a large class, who are not in the table."""
    pages: list[TableLink] = []
    """Pages with the table of a large class."""
    hidden_failures: list[HiddenFailure]
    """First failures of hidden checks."""
    hidden_left_out: int
    """Number of further failures."""
    not_graded: list[NotGraded]
    """First inputs and exercises without a grade."""
    not_graded_left_out: int
    """Number of further ones."""
    is_regraded: bool = False
    """Whether the run has a page of a regrade."""
    versions: list[Fact]
    """Versions and digests."""
    sections: list[Section]
    """Sections that plugins add."""
    items: ItemSummary
    """Head of the item analysis, which is in ``exercises``."""
    mistakes: Mistakes
    """Students by mistake."""
    by_section: SectionTable | None
    """Marks by section of the roster; None if there are fewer than two sections."""
    attempts: AttemptsView | None = None
    """Sections on attempts; None if no submission has two results."""

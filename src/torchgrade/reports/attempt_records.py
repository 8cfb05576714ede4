"""Contents of the class page on attempts as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.reports.picture_records import Tick


class StepRow(Struct, frozen=True, kw_only=True):
    """Marks of the class after one grading, one period or one attempt."""

    label: str
    """Grading, period or number of the attempt."""
    short: str
    """Label below the drawing."""
    new: int
    """Number of new results of this step."""
    submissions: int
    """Number of submissions with points after this step."""
    numbers: list[str]
    """Mean, median, middle half and range of the points; empty without points."""


class Box(Struct, frozen=True, kw_only=True):
    """Distribution of the points after one step, as places in the drawing."""

    x: float
    """Middle of the box."""
    width: float
    """Width of the box."""
    lowest: float
    """Place of the lowest number of points."""
    low: float
    """Place of the lower quartile."""
    median: float
    """Place of the median."""
    high: float
    """Place of the upper quartile."""
    highest: float
    """Place of the highest number of points."""
    label: str
    """Label below the box."""


class MarksOverTime(Struct, frozen=True, kw_only=True):
    """Marks of the class after each step."""

    title: str
    """Title of the drawing and of its table."""
    description: str
    """Description of the drawing for a reader who cannot see it."""
    column: str
    """Heading of the labels."""
    explained: str
    """Meaning of a step."""
    rows: list[StepRow]
    """Steps, the first one first."""
    boxes: list[Box]
    """Steps with points."""
    y_ticks: list[Tick]
    """Ticks of the axis of points."""


class CheckAttempts(Struct, frozen=True, kw_only=True):
    """Number of attempts until a check passed."""

    title: str
    """Title of one to four words."""
    check: str
    """Id of the check."""
    hidden: bool
    """Whether students see only the check's sentence."""
    tried: int
    """Number of submissions in which the check ran at least once."""
    counts: list[str]
    """Submissions that passed at the first attempt, after two, after three or more, and never, each with its share."""
    percent: int
    """Share that passed at the first attempt."""


class ExerciseAttempts(Struct, frozen=True, kw_only=True):
    """Checks of one exercise."""

    title: str
    """Title of the exercise."""
    checks: list[CheckAttempts]
    """Checks in the order in which they run."""


class AttemptsView(Struct, frozen=True, kw_only=True):
    """Sections of the class page on attempts."""

    over_time: MarksOverTime
    """Marks over time."""
    exercises: list[ExerciseAttempts]
    """Attempts to full marks by check; exercises without any outcome are left out."""

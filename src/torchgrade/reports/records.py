"""Contents of a student's page as plain records: every text is safe to show and in the page's language."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from torchgrade.model.outcomes import Outcome, Status
from torchgrade.reports.picture_records import PictureView


class Link(Struct, frozen=True, kw_only=True):
    """Text with a link."""

    text: str
    """Text of the link."""
    href: str
    """Address of the link; empty if there is no target."""


class OtherLanguage(Struct, frozen=True, kw_only=True):
    """Link to the same page in another language."""

    language: str
    """Code of the language."""
    name: str
    """Name of the language in the language itself."""
    href: str
    """Address of the page."""


class Fact(Struct, frozen=True, kw_only=True):
    """Named value."""

    name: str
    """Name of the value."""
    value: str
    """Text of the value."""


class Cell(Struct, frozen=True, kw_only=True):
    """Number of a tensor."""

    text: str
    """Number as text with 4 significant digits."""
    worst: bool = False
    """Whether this number has the largest difference."""


class ValueTable(Struct, frozen=True, kw_only=True):
    """One value: a tensor as a table, or another value as text."""

    caption: str
    """Name, type, dtype and shape of the value."""
    rows: list[list[Cell]]
    """Rows of the table; empty if the value is shown as text."""
    text: str = ""
    """Text of the value; empty if the value is shown as a table."""
    first_row: int = 0
    """Number of the first shown row."""
    first_column: int = 0
    """Number of the first shown column."""
    remarks: list[str]
    """Remarks on left out numbers and on the mark in the table."""


class FrameView(Struct, frozen=True, kw_only=True):
    """Line of the student's part of a traceback."""

    place: str
    """File or cell, line and function."""
    line: str
    """Text of the line."""


class CheckView(Struct, frozen=True, kw_only=True):
    """View of one check. A hidden check has only the fields up to ``points`` (ruling 30)."""

    title: str
    """Title of one to four words."""
    sentence: str
    """Requirement of the check."""
    outcome: Outcome
    """Outcome, which selects the colour."""
    symbol: str
    """Symbol of the outcome, which needs no colour."""
    word: str
    """Word for the outcome."""
    points: str
    """Points in words, ``1 of 2 points``."""
    hidden: bool
    """Whether the check is hidden, so that no details are shown."""
    folds: bool = False
    """Whether the check has details that a reader can open."""
    anchor: str = ""
    """Id of the check's element."""
    check: str = ""
    """Id of the check."""
    message: str = ""
    """Message on the mistake, or the reason for skipping."""
    cause: str = ""
    """Mistake that gives the same numbers."""
    passage: Link | None = None
    """Section of the book that explains the mistake; without ``href`` if the course names no address."""
    next: str = ""
    """Next step."""
    waits: list[Link] = []
    """Checks that must pass first."""
    call: str = ""
    """Call that was tried."""
    arguments: list[ValueTable] = []
    """Arguments of that call."""
    expected: ValueTable | None = None
    """Expected value; None if no single value was expected."""
    got: ValueTable | None = None
    """Result; None if the call returned no result."""
    comparison: list[str] = []
    """Sentences on the number of differences and the largest difference."""
    frames: list[FrameView] = []
    """Student's own lines, outermost first."""
    output: str = ""
    """Text that the function printed."""
    notes: list[str] = []
    """Remarks that cost no points."""
    replay: str = ""
    """Command that draws the same inputs again."""


class StatementView(Struct, frozen=True, kw_only=True):
    """Statement of an exercise."""

    title: str
    """First heading; empty if there is none."""
    body: Markup
    """Everything below the title."""
    language: str
    """Language of the statement if it differs from that of the page; otherwise empty."""


class StatementPage(Struct, frozen=True, kw_only=True):
    """Contents of a page with one statement."""

    exercise: str
    """Id of the exercise."""
    title: str
    """Heading of the page."""
    statement: StatementView
    """The statement."""
    file: str
    """Name of the file in which the student writes the function."""
    command: str
    """Command that checks the function."""
    sections: tuple[()] = ()
    """No sections of plugins."""


class ExerciseView(Struct, frozen=True, kw_only=True):
    """Exercise on a student's page."""

    anchor: str
    """Id of the exercise's section."""
    title: str
    """Title of the exercise."""
    signature: str
    """Function to write."""
    status: Status
    """Status, which selects the colour."""
    outcome: str
    """Outcome of all checks together, or the status without checks; selects the colour."""
    symbol: str
    """Symbol of the outcome, which needs no colour."""
    word: str
    """Words for the outcome, such as the number of failed checks; a word for the status without checks."""
    folded: bool
    """Whether a page of several exercises folds this one, because it has nothing to fix or is not there."""
    explanation: str
    """Explanation of the status if it is not ``graded``."""
    points: str
    """Points in words, ``3 of 6 points``; a sentence if torchgrade failed."""
    short_points: str
    """Points in a column of points, ``3 of 6``; a dash if torchgrade failed."""
    file: str
    """File that the exercise was read from; empty if there is no file."""
    notes: list[str]
    """Notes on skipped or replaced code of the file."""
    checks: list[CheckView]
    """Checks in the order in which they ran."""
    pictures: list[PictureView]
    """Pictures in the order in which the checks attached them."""
    statement: StatementView | None = None
    """Statement of the exercise, or None if the page does not show it."""


class TopicView(Struct, frozen=True, kw_only=True):
    """Topic on a student's page."""

    anchor: str
    """Id of the topic's section."""
    title: str
    """Title of the topic."""
    points: str
    """Points of its exercises in words."""
    short_points: str
    """Points in a column of points."""
    exercises: list[ExerciseView]
    """Exercises in the order of the course."""


class FileRow(Struct, frozen=True, kw_only=True):
    """Submitted file."""

    name: str
    """Name inside the submission."""
    size: str
    """Size in bytes."""
    sha256: str
    """Digest of the file's bytes."""


class Section(Struct, frozen=True, kw_only=True):
    """Section that a plugin adds to a page."""

    name: str
    """Id of the section."""
    body: Markup | str
    """Markup or text of the plugin; text that is not Markup is escaped."""
    missing: bool = False
    """Whether the plugin failed, so that the section has no body."""


class ChangedChecks(Struct, frozen=True, kw_only=True):
    """Changed checks of one exercise."""

    exercise: str
    """Title of the exercise."""
    checks: list[Link]
    """Visible checks, each with its place on the page if it is there."""
    hidden: list[str]
    """Sentences of hidden checks."""


class ChangesView(Struct, frozen=True, kw_only=True):
    """Section of a student's page: changes since the last result."""

    said: str
    """Cause of the new result, the points before and now, and whether the same checks pass."""
    gained_words: str
    """Number of checks that pass now and did not pass before; empty if there is none."""
    gained: list[ChangedChecks]
    """These checks by exercise."""
    lost_words: str
    """Number of checks that passed before and do not pass now; empty if there is none."""
    lost: list[ChangedChecks]
    """These checks by exercise."""


class StudentPage(Struct, frozen=True, kw_only=True):
    """Contents of a student's page."""

    name: str
    """Id of the submission."""
    score: str
    """Score in words."""
    warnings: list[str]
    """Warnings that limit the meaning of the marks."""
    start: Link | None
    """Link to the first problem; None if no check failed."""
    start_label: str
    """Label before the link, or the full sentence if there is no link."""
    problems: list[str]
    """Notes on parts of the files that were not understood."""
    exercises: list[ExerciseView]
    """Exercises in the order of the course."""
    topics: list[TopicView]
    """The same exercises by topic; empty if there is only one exercise."""
    files: list[FileRow]
    """Files that were read."""
    files_left_out: int
    """Number of further files."""
    facts: list[Fact]
    """Versions and digests."""
    shortened: bool
    """Whether details were left out to keep the page small."""
    sections: list[Section]
    """Sections that plugins add."""
    decisions: list[str] = []
    """Sentences on points that a person decided."""
    without_statements: bool = False
    """Whether the statements were left out to keep the page small."""
    changes: ChangesView | None = None
    """Changes since the last result; None if this is the first one."""

"""Facts about a class run beside its results, for pages and exports, and the text of points."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence, Set

from msgspec import Struct

from torchgrade.model.exercises import Exercise
from torchgrade.model.history import Attempt, Generation, Override
from torchgrade.model.outcomes import Status
from torchgrade.model.people import Delivered, Enrolled
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult

_UNREAD = ("read.", "listing.too_", "listing.unreadable", "deliveries.member_", "deliveries.archive_")
"""Catalogue entries for a file that could not be read, in whole or in part."""
_UNDECIDED = "deliveries.absent_undecided"
"""Catalogue entry for an unclear submission that may be a student's."""
NOT_GRADED = "run.not_graded"
"""Catalogue entry for a submission without a result, because its grading was stopped or it was not chosen."""


_INSTEAD = ("slice.variable", "slice.elsewhere")
"""Catalogue entries for a variable or an import with the name of a missing function."""


class NotUnderstood(Struct, frozen=True, kw_only=True):
    """An input that is not a submission."""

    name: str
    """Name of the input in the folder."""
    note: Note
    """Reason why the input was not graded."""
    is_absent: bool = False
    """Whether the row is a student of the roster without a submission, or of a submission without a result."""

    @property
    def status(self) -> RowStatus:
        """Status in the gradebook; if a submission may be this student's, a person must decide."""
        if not self.is_absent:
            return RowStatus.NOT_UNDERSTOOD
        if self.note.message_id == NOT_GRADED:
            return RowStatus.NOT_GRADED
        return RowStatus.TO_DECIDE if self.note.message_id == _UNDECIDED else RowStatus.NOTHING_HANDED_IN


class RunRows(Struct, frozen=True, kw_only=True):
    """Facts about a class run that belong to no single result.

    The collections with an item for each student look it up in the run, so that a class of any size fits into memory.
    """

    exercises: tuple[Exercise, ...]
    """Graded exercises, in the order of the course."""
    not_understood: tuple[NotUnderstood, ...] = ()
    """Inputs without a result, in any order."""
    gone: Set[str] = frozenset()
    """Ids of results whose submission is no longer in the folder."""
    groups: Mapping[str, tuple[str, ...]] = {}
    """Ids of the members of each submission of a group, by its id."""
    failures: tuple[Note, ...] = ()
    """Errors of the run itself, such as a plugin that failed."""
    language: str = "en"
    """Language of what an export says to a person; ids, headings and statuses are English."""
    enrolled: Sequence[Enrolled] = ()
    """Students of the rows of the gradebook; empty for a run of an earlier version."""
    delivered: Sequence[Delivered] = ()
    """Names of the submissions in their deliveries."""
    overrides: dict[str, Override] = {}
    """Points that a person decided, by the key of a row or the id of a submission."""
    generations: tuple[Generation, ...] = ()
    """Gradings of the run, the first one first."""
    attempts: Sequence[Attempt] = ()
    """All results in short form, sorted by submission and grading; empty if every submission has one result."""

    @property
    def max_points(self) -> float:
        """Sum of the points of the graded exercises."""
        return sum(exercise.max_points for exercise in self.exercises)


class RowStatus(enum.StrEnum):
    """Status column of the gradebook (ruling 34)."""

    GRADED = "graded"
    PARTLY_MISSING = "partly missing"
    UNDECIDED = "undecided"
    ERROR = "error"
    NOT_UNDERSTOOD = "not understood"
    NOTHING_HANDED_IN = "nothing submitted"
    TO_DECIDE = "to decide"
    NOT_GRADED = "not graded"


def row_status(result: SubmissionResult) -> RowStatus:
    """Return the status of a result; an error of torchgrade is stronger than a decision that a person must make.

    A submission is not understood if it has no exercise and some part of it could not be read.

    ``partly missing`` includes exercises that were not started, because both leave no code to grade.
    """
    statuses = {exercise.status for exercise in result.exercises}
    if Status.ERROR in statuses or (result.points is None and Status.UNDECIDED not in statuses):
        return RowStatus.ERROR
    if Status.UNDECIDED in statuses:
        return RowStatus.UNDECIDED
    unread = any(problem.message_id.startswith(_UNREAD) for problem in result.problems)
    if result.environment is None or (unread and statuses == {Status.MISSING}):
        return RowStatus.NOT_UNDERSTOOD
    if statuses & {Status.MISSING, Status.NOT_STARTED}:
        return RowStatus.PARTLY_MISSING
    return RowStatus.GRADED


def undecided(result: SubmissionResult) -> list[Note]:
    """Return the notes for each undecided exercise, because a person must choose one of several files."""
    return [note for found in result.exercises if found.status is Status.UNDECIDED for note in found.notes]


def instead(found: ExerciseResult) -> list[Note]:
    """Return the notes on a variable or an import that has the name of a missing function."""
    if found.status is not Status.MISSING:
        return []
    return [note for note in found.notes if note.message_id.startswith(_INSTEAD)]


def points_text(points: float) -> str:
    """Return points as text with at most two decimals, as an export for an LMS writes them: ``31``, ``2.5``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def mean_text(points: float) -> str:
    """Return a mean or another computed number as text with at most one decimal."""
    return f"{points:.1f}".removesuffix(".0")


def percent_text(points: float, max_points: float) -> str:
    """Return the share of the points in percent, without the percent sign; empty if there are no points to earn."""
    return mean_text(100 * points / max_points) if max_points else ""

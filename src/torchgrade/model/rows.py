"""What pages and exports need of a class run beside its results, and how both write points."""

from __future__ import annotations

import enum

from msgspec import Struct

from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Status
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult

_UNREAD = ("read.", "listing.too_", "listing.unreadable", "deliveries.member_", "deliveries.archive_")
"""Entries of the catalogue that say that a file, or a part of it, could not be read."""
_UNDECIDED = "deliveries.absent_undecided"
"""Entry that says that an unclear submission may be a student's."""


_INSTEAD = ("slice.variable", "slice.elsewhere")
"""Entries that say what has the name of a missing function."""


class NotUnderstood(Struct, frozen=True, kw_only=True):
    """An input that is not a submission."""

    name: str
    """As it lies in the folder."""
    note: Note
    """Why it was not graded."""
    is_absent: bool = False
    """Whether it is no input, but a student of the roster without a submission."""

    @property
    def status(self) -> RowStatus:
        """The word for it in the gradebook; a submission that may be this student's waits for a person."""
        if not self.is_absent:
            return RowStatus.NOT_UNDERSTOOD
        return RowStatus.TO_DECIDE if self.note.message_id == _UNDECIDED else RowStatus.NOTHING_HANDED_IN


class RunRows(Struct, frozen=True, kw_only=True):
    """What belongs to a class run and to no single result."""

    exercises: tuple[Exercise, ...]
    """The exercises that were graded, in the order of the course."""
    not_understood: tuple[NotUnderstood, ...] = ()
    """Inputs without a result, in any order."""
    gone: frozenset[str] = frozenset()
    """Ids of results whose submission is no longer in the folder."""
    groups: dict[str, tuple[str, ...]] = {}
    """Ids of the members of each submission of a group, by its id."""
    failures: tuple[Note, ...] = ()
    """What went wrong in the run itself, such as a plugin that failed."""

    @property
    def max_points(self) -> float:
        """The sum over the exercises that were graded."""
        return sum(exercise.max_points for exercise in self.exercises)


class RowStatus(enum.StrEnum):
    """What became of one input: the status column of the gradebook (ruling 34)."""

    GRADED = "graded"
    PARTLY_MISSING = "partly missing"
    UNDECIDED = "undecided"
    ERROR = "error"
    NOT_UNDERSTOOD = "not understood"
    NOTHING_HANDED_IN = "nothing submitted"
    TO_DECIDE = "to decide"


def row_status(result: SubmissionResult) -> RowStatus:
    """Return the word for a result: an error of ours outweighs all else, then what a person must decide.

    A submission is not understood where no exercise was found in it and some of it could not be read.
    ``partly missing`` covers exercises that were not started: in both cases there was nothing to grade.
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
    """Return what a person must decide: which of several files counts, for each exercise that waits for it."""
    return [note for found in result.exercises if found.status is Status.UNDECIDED for note in found.notes]


def instead(found: ExerciseResult) -> list[Note]:
    """Return what there is in place of a function that is missing: a variable of its name, or an import."""
    if found.status is not Status.MISSING:
        return []
    return [note for note in found.notes if note.message_id.startswith(_INSTEAD)]


def points_text(points: float) -> str:
    """Write points with at most one decimal: ``31``, ``2.5``."""
    return f"{points:.1f}".removesuffix(".0")


def percent_text(points: float, max_points: float) -> str:
    """Write the share of the points in percent, without the sign; empty where there are none to earn."""
    return points_text(100 * points / max_points) if max_points else ""

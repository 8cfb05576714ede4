"""Results that no longer follow from the course and the submission, and their exercises to grade again."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from torchgrade.deliveries.found import Found
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import Status
from torchgrade.model.results import Environment, SubmissionResult

_WITHOUT_JUDGE = ("read.limit", "worker.ended_engine")
"""Notes of a result that covers all exercises, because no judge could read the submission."""


class Reason(enum.StrEnum):
    """Reason to grade all exercises of a submission again."""

    NEW = "new"
    """The submission has no result yet."""
    CHANGED = "changed"
    """The submitted files changed."""
    ERROR = "error"
    """The result is an error of torchgrade."""
    VERSIONS = "versions"
    """The result was made with other versions or data."""
    UNKNOWN = "unknown"
    """The course changed since an earlier version of torchgrade made the result, which does not say where."""
    TOGETHER = "together"
    """The result covers all exercises at once, and one of them changed."""


class Due(Struct, frozen=True, kw_only=True):
    """Submission to grade again."""

    found: Found
    """Submission as found now."""
    reason: Reason | None = None
    """Reason to grade all exercises; None if only the named ones are due."""
    changed: tuple[str, ...] = ()
    """Exercises whose files changed."""
    asked: tuple[str, ...] = ()
    """Further exercises, which the user named."""
    is_partial: bool = False
    """Whether the other exercises of the kept result stay; otherwise all exercises are due."""

    @property
    def exercises(self) -> tuple[str, ...]:
        """Exercises to grade, if not all; empty if only their selection or order changed."""
        return (*self.changed, *self.asked)


class Known(Struct, frozen=True, kw_only=True):
    """Result of a submission, with its origin."""

    result: SubmissionResult
    """Kept result, which may be brief."""
    is_same: bool
    """Whether it is about the files as they are now."""
    versions: Mapping[str, str]
    """Digest of each exercise when it was graded; empty if an earlier version of torchgrade graded it."""
    is_done: bool
    """Whether the interrupted regrade that goes on has made it."""


def due(found: Found, known: Known | None, course: CourseInfo, asked: Collection[str]) -> Due | None:
    """Return what to grade again of a submission, or None if its result follows from the files and the course.

    :param course: course as it is now.
    :param asked: exercises that the user wants to have graded in any case.
    """
    if known is None:
        return Due(found=found, reason=Reason.NEW)
    names = [exercise.exercise for exercise in course.exercises]
    reason = _whole(known, course)
    if reason is not None:
        return Due(found=found, reason=reason)
    changed = tuple(name for name in names if _is_changed(name, known, course))
    forced = () if known.is_done else tuple(name for name in names if name in asked and name not in changed)
    is_joint = any(note.message_id in _WITHOUT_JUDGE for note in known.result.problems)
    if (changed or forced) and is_joint:
        return Due(found=found, reason=Reason.TOGETHER)
    if changed or forced or [one.exercise for one in known.result.exercises] != names:
        return Due(found=found, changed=changed, asked=forced, is_partial=True)
    return None


def _whole(known: Known, course: CourseInfo) -> Reason | None:
    environment = known.result.environment
    if any(exercise.status is Status.ERROR for exercise in known.result.exercises):
        return Reason.ERROR
    if not known.is_same:
        return Reason.CHANGED
    if environment is None or differing(environment, course.environment):
        return Reason.VERSIONS
    if not known.versions and environment.course != course.environment.course:
        return Reason.UNKNOWN
    return None


def differing(before: Environment, now: Environment) -> list[str]:
    """Return the fields in which two environments differ, without the course, whose exercises decide."""
    fields: Sequence[str] = [name for name in before.__struct_fields__ if name != "course"]
    return [name for name in fields if getattr(before, name) != getattr(now, name)]


def _is_changed(name: str, known: Known, course: CourseInfo) -> bool:
    if known.versions:
        return known.versions.get(name) != course.digests.get(name)
    return all(one.exercise != name for one in known.result.exercises)

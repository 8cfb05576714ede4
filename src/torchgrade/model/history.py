"""History of a run: its gradings, the earlier results of a submission, and the decisions of a person."""

from __future__ import annotations

import bisect
import enum
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct

from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import SubmissionResult


class GradingKind(enum.StrEnum):
    """Command that started a grading."""

    GRADE = "grade"
    """``grade``, with new or changed submissions."""
    REGRADE = "regrade"
    """``regrade``, with a changed course or requested checks."""


class Generation(Struct, frozen=True, kw_only=True):
    """One grading of a run: all results that one command made, even if it was interrupted and continued."""

    number: int
    """Number of the grading, from 1."""
    kind: GradingKind
    """Command that started the grading."""
    at: str
    """Start in UTC, ``2026-11-29T21:35:26Z``; empty for a grading of an earlier version of torchgrade."""
    exercises: tuple[str, ...] = ()
    """Exercises that ``regrade`` graded again; empty for ``grade``."""
    checks: tuple[str, ...] = ()
    """Checks that the user of ``regrade`` named."""


class Attempt(Struct, frozen=True, kw_only=True):
    """Short form of one result of a submission, for marks over time."""

    submission: str
    """Id of the submission."""
    generation: int
    """Number of the grading."""
    digest: str
    """Digest of the submitted files; two results with the same digest are one attempt. Empty if it is not known."""
    at: str = ""
    """Time of submission according to the delivery; empty if it is not known."""
    points: float | None
    """Points; None without a total."""
    max_points: float
    """Points of the graded exercises."""
    passed: tuple[str, ...] = ()
    """Ids of the passed checks."""
    not_passed: tuple[str, ...] = ()
    """Ids of the checks that failed or were skipped."""
    number: int = 0
    """Place of an earlier attempt in its delivery, from 1; 0 for an attempt that counted when it was graded."""


class Override(Struct, frozen=True, kw_only=True):
    """Points that a person decided for a row of the gradebook or a submission."""

    who: str
    """Key of the row, or id of the submission of a group."""
    points: float
    """Points that count."""
    why: str
    """Reason, as the person wrote it."""
    at: str
    """Time of the decision in UTC."""


def attempt_of(result: SubmissionResult, generation: int, digest: str, at: str = "", *, number: int = 0) -> Attempt:
    """Return the short form of a result."""
    checks = [check for found in result.exercises for check in found.checks]
    return Attempt(
        submission=result.submission,
        generation=generation,
        digest=digest,
        at=at,
        number=number,
        points=result.points,
        max_points=result.max_points,
        passed=tuple(check.check for check in checks if check.outcome is Outcome.PASSED),
        not_passed=tuple(check.check for check in checks if check.outcome in {Outcome.FAILED, Outcome.SKIPPED}),
    )


@runtime_checkable
class AttemptsBySubmission(Protocol):
    """Attempts of a class, found by their submission."""

    def of(self, submission: str, /) -> Sequence[Attempt]:
        """Return the attempts of a submission, the oldest first."""


def attempts_of(attempts: Sequence[Attempt], submission: str) -> Sequence[Attempt]:
    """Return the attempts of one submission, from attempts that are sorted by submission."""
    if isinstance(attempts, AttemptsBySubmission):
        return attempts.of(submission)
    first = bisect.bisect_left(attempts, submission, key=lambda one: one.submission)
    last = bisect.bisect_right(attempts, submission, key=lambda one: one.submission)
    return attempts[first:last]

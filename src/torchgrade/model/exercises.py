"""Exercises and their checks, as the judge found them in a course."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.outcomes import Kind


class CheckSpec(Struct, frozen=True, kw_only=True):
    """One check of a submission, with a name."""

    check: str
    """Id, ``exercise.name``."""
    sentence: str
    """Requirement in English, as the student reads it."""
    title: str = ""
    """One to four words, in English; the check's own name if its author wrote no title."""
    kind: Kind
    """Property that the check examines."""
    points: float
    """Points of the check, a multiple of 0.5."""
    requires: tuple[str, ...] = ()
    """Ids of the checks that must pass before this check runs."""
    hidden: bool = False
    """Whether only the solutions contain the check."""


class Exercise(Struct, frozen=True, kw_only=True):
    """One unit of work: a function to write."""

    exercise: str
    """Id of the exercise, which is the name of the function."""
    course: str = ""
    """Package of the course; empty in a record of an earlier version."""
    topic: str
    """Id of the topic of the exercise."""
    topic_title: str = ""
    """Title of the topic in English; empty in a record of an earlier version."""
    title: str
    """Title of the exercise on a page, in English."""
    signature: str
    """Call with the names of the chapter: ``softmax(X)``."""
    section: str
    """Section of the chapter that explains the exercise, in English: ``4.3``."""
    checks: tuple[CheckSpec, ...]
    helpers: int = 0
    """Number of functions that the course gives if a submission lacks them.

    A failed check is tried with each of these functions.
    """
    """Checks in the order in which they run; a check follows the checks that it depends on."""

    @property
    def max_points(self) -> float:
        """Sum of the checks' points (ruling 2)."""
        return sum(check.points for check in self.checks)


class Limits(Struct, frozen=True, kw_only=True):
    """Limits of one check (ruling 25)."""

    cpu_seconds: float = 10.0
    """Processor time of the worker in one check."""
    wall_seconds: float = 30.0
    """Time on the clock in one check."""
    submission_seconds: float = 180.0
    """Time on the clock that all workers of one submission may use together, in all its checks and attempts."""
    memory_bytes: int = 2 << 30
    """Address space and data beyond the worker's size at its start."""
    output_bytes: int = 64 << 10
    """Bytes that the worker may write to stdout and stderr in one check."""
    reading_seconds: float = 5.0
    """Processor time of the judge while it reads the submission's text."""
    reading_bytes: int = 1 << 30
    """Address space that reading may add."""

    @property
    def whole_seconds(self) -> float:
        """Seconds of all workers of a submission: at least those of one check, which may always use its own."""
        return max(self.submission_seconds, self.wall_seconds)

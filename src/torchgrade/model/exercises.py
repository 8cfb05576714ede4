"""What a course asks for: exercises and their checks, as the judge found them."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.outcomes import Kind


class CheckSpec(Struct, frozen=True, kw_only=True):
    """One named question that is asked of a submission."""

    check: str
    """Id, ``exercise.name``."""
    sentence: str
    """The requirement, in English, as the student reads it."""
    title: str = ""
    """One to four words, in English; the check's own name if its author wrote no title."""
    kind: Kind
    """What the check looks at."""
    points: float
    """Points that it is worth, a multiple of 0.5."""
    requires: tuple[str, ...] = ()
    """Ids of the checks that must have passed before this one is tried."""
    hidden: bool = False
    """Whether it is installed with the solutions only."""


class Exercise(Struct, frozen=True, kw_only=True):
    """One unit of work: a function to write."""

    exercise: str
    """Id, which is the name of the function."""
    topic: str
    """Id of the topic that it belongs to."""
    title: str
    """What it is called on a page."""
    signature: str
    """The call, with the names of the chapter: ``softmax(X)``."""
    section: str
    """Where the chapter explains it: ``4.3``."""
    checks: tuple[CheckSpec, ...]
    helpers: int = 0
    """How many functions are given where a submission has none; a check that failed is tried with each of them."""
    """In the order in which they run, those that another rests on first."""

    @property
    def max_points(self) -> float:
        """The sum of the checks' points (ruling 2)."""
        return sum(check.points for check in self.checks)


class Limits(Struct, frozen=True, kw_only=True):
    """The bounds that a check keeps (ruling 25)."""

    cpu_seconds: float = 10.0
    """Processor time of the worker in one check."""
    wall_seconds: float = 30.0
    """Time on the clock in one check."""
    memory_bytes: int = 2 << 30
    """Address space and data beyond what the worker had when it started."""
    output_bytes: int = 64 << 10
    """What it may write to stdout and stderr in one check."""
    reading_seconds: float = 5.0
    """Processor time of the judge while it reads the submission's text."""
    reading_bytes: int = 1 << 30
    """Address space that reading may add."""

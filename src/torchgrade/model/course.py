"""What the bench found when it loaded the exercises of a run: what a command needs of a course."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.exercises import Exercise
from torchgrade.model.results import Environment


class CourseInfo(Struct, frozen=True, kw_only=True):
    """The exercises of a run with their checks, and what they were made from."""

    exercises: tuple[Exercise, ...]
    """In the order of the course."""
    environment: Environment
    """Versions, and the digests of course and data."""
    catalogue_packages: tuple[str, ...] = ()
    """Packages whose folders hold the catalogues of the exercises."""

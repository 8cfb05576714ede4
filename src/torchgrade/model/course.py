"""Exercises of a run, as the bench loaded them for the command."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.exercises import Exercise
from torchgrade.model.results import Environment


class CourseInfo(Struct, frozen=True, kw_only=True):
    """Exercises of a run with their checks, and their origin."""

    exercises: tuple[Exercise, ...]
    """Exercises in the order of the course."""
    environment: Environment
    """Versions, and the digests of course and data."""
    digests: dict[str, str] = {}
    """Digest of the files of each exercise, with those that all exercises share; empty in an earlier record."""
    known: tuple[str, ...] = ()
    """Ids of all exercises of these courses, chosen or not; empty in an earlier record."""
    catalogue_packages: tuple[str, ...] = ()
    """Packages whose folders contain the catalogues of the exercises."""

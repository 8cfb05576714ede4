"""Longest time that a judge may take. This module does not import torch."""

from __future__ import annotations

from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import Limits

_START_SECONDS = 60.0
"""Seconds for the start of the judge and of its workers on a machine under load."""
_JUDGING_SECONDS = 5.0
"""Seconds of the judge's own work at one attempt of a check: its oracle, its comparison and its diagnosis."""


def patience(course: CourseInfo, limits: Limits) -> float:
    """Return how long a submission may take if its workers use all their seconds and every check fails.

    Below that time a judge that gives no verdict is no fault of torchgrade.
    """
    # One plain attempt, one with all helpers given, and one with each helper given (ruling 19).
    attempts = sum(len(exercise.checks) * (2 + exercise.helpers) for exercise in course.exercises)
    return _START_SECONDS + limits.reading_seconds + limits.whole_seconds + attempts * _JUDGING_SECONDS

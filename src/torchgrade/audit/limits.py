"""Time limits of an audit, which follow from the time that the reference needs.

A fixed limit would call a slow machine a bug: too short, and right answers fail; too long, and a mutant that never
ends costs minutes. So a wrong answer gets a large multiple of the reference's own time, and the reference must need
only a fraction of what a class run allows.
"""

from __future__ import annotations

from msgspec import structs

from torchgrade.model.exercises import Limits

MULTIPLE = 20.0
"""Times of the reference that a wrong answer may take: whatever is stopped is slower by so much."""
SHARE = 0.25
"""Share of a check's time in a class run that the whole reference may take."""
_LEAST_SECONDS = 2.0
_WALL_TIMES = 5.0
CLASS = Limits()
"""Limits of a class run, which right answers get."""


def limits_for(seconds: float) -> Limits:
    """Return the limits of wrong answers.

    They are powers of two, so that two measurements of one reference give the same limits and kept verdicts stay.

    :param seconds: processor time of the reference.
    """
    cpu = _LEAST_SECONDS
    while cpu < MULTIPLE * seconds:
        cpu *= 2
    # A class run stops it there anyway.
    cpu = min(cpu, CLASS.cpu_seconds)
    return structs.replace(CLASS, cpu_seconds=cpu, wall_seconds=min(_WALL_TIMES * cpu, CLASS.wall_seconds))


def is_slow(seconds: float) -> bool:
    """Return whether the reference takes too large a share of the time that a class run allows."""
    return seconds > SHARE * CLASS.cpu_seconds

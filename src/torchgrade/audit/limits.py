"""Time limits of an audit, derived from the time of the reference.

A fixed limit would report a slow machine as a bug. If the limit is too short, right answers fail. If the limit is too
long, an endless mutant costs minutes. So a wrong answer gets a large multiple of the reference's time. The reference
must need only a fraction of the time that a class run allows.
"""

from __future__ import annotations

from msgspec import structs

from torchgrade.model.exercises import Limits

MULTIPLE = 20.0
"""Multiple of the reference's time that a wrong answer may take.

A stopped answer is at least this many times slower than the reference.
"""
SHARE = 0.25
"""Share of a check's time in a class run that the whole reference may take."""
_LEAST_SECONDS = 2.0
_WALL_TIMES = 5.0
CLASS = Limits()
"""Limits of a class run, which right answers get."""


def limits_for(seconds: float) -> Limits:
    """Return the limits of wrong answers.

    The limits are powers of two, so that two measurements of one reference give equal limits and keep the verdicts.

    :param seconds: processor time of the reference.
    """
    cpu = _LEAST_SECONDS
    while cpu < MULTIPLE * seconds:
        cpu *= 2
    # Use the limit of a class run as the maximum, because a class run stops the answer there too.
    cpu = min(cpu, CLASS.cpu_seconds)
    return structs.replace(CLASS, cpu_seconds=cpu, wall_seconds=min(_WALL_TIMES * cpu, CLASS.wall_seconds))


def is_slow(seconds: float) -> bool:
    """Return whether the reference takes too large a share of the time that a class run allows."""
    return seconds > SHARE * CLASS.cpu_seconds

"""Comparison of the machines of a run: all must have the same versions, course, data and confinement."""

from __future__ import annotations

import importlib.metadata

from torchgrade.grading.cluster.records import Ready
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import Phrase, Words, listed, phrase

_AT_HOME = ("torchgrade", "distributed")
"""Packages whose versions the command and its workers share, because they exchange records."""


def unlike_home(ready: Ready) -> list[Phrase]:
    """Return the words for each version of a worker that differs from the version of this command."""
    there = {"torchgrade": ready.course.environment.torchgrade, "distributed": ready.distributed}
    here = {name: importlib.metadata.version(name) for name in _AT_HOME}
    return _differences(here, there)


def unlike(first: Ready, other: Ready) -> list[Phrase]:
    """Return the words for each difference of a worker from the first worker."""
    exercises = _changed(first.course, other.course)
    found = [phrase("cluster.unlike_exercises", exercises=listed(exercises))] if exercises else []
    return found + _differences(_compared(first, not exercises), _compared(other, not exercises))


def _compared(ready: Ready, with_course: bool) -> dict[str, str]:
    environment = ready.course.environment
    parts = {name: str(getattr(environment, name)) for name in environment.__struct_fields__}
    if not with_course:
        # The exercises say more than the digest that is made of them.
        del parts["course"]
    return {**parts, "distributed": ready.distributed, "level": ready.level.value}


def _changed(first: CourseInfo, other: CourseInfo) -> list[str]:
    names = dict.fromkeys([*first.digests, *other.digests])
    return [name for name in names if first.digests.get(name) != other.digests.get(name)]


def _differences(here: dict[str, str], there: dict[str, str]) -> list[Phrase]:
    return [_difference(name, here[name], there[name]) for name in here if here[name] != there[name]]


def _difference(name: str, here: Words, there: Words) -> Phrase:
    return phrase("cluster.difference", what=phrase(f"cluster.part.{name}"), there=there, here=here)

"""News of a course since the last grading of a run, for the user of ``regrade``."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.grading.configuration import differences
from torchgrade.grading.store import Kept
from torchgrade.model.phrases import Phrase


class News(Struct, frozen=True, kw_only=True):
    """Differences between the course that a run has kept and the course of now."""

    versions: tuple[Phrase, ...] = ()
    """Differences of versions and data, without that of the course."""
    removed: tuple[str, ...] = ()
    """Exercises that the course or the run has no longer."""
    added: tuple[str, ...] = ()
    """Exercises that are new in the course, and that the run does not grade."""
    graded: tuple[str, ...]
    """Exercises that the run grades."""
    joined: tuple[str, ...] = ()
    """Exercises that the run grades from now on."""
    points: tuple[tuple[str, float, float], ...] = ()
    """Exercises whose points changed, with their points before and now."""


def news_of(before: Kept, now: Kept) -> News:
    """Return what changed between two starts of a run."""
    then = {one.exercise: one.max_points for one in before.course.exercises}
    current = {one.exercise: one.max_points for one in now.course.exercises}
    # A record of an earlier version does not name the exercises that it left out.
    is_known = bool(before.course.known)
    return News(
        versions=tuple(differences(before.course.environment, now.course.environment)),
        removed=tuple(name for name in then if name not in current),
        added=tuple(
            name for name in now.course.known if is_known and name not in before.course.known and name not in current
        ),
        graded=tuple(current),
        joined=tuple(name for name in current if name not in then),
        points=tuple(
            (name, then[name], points) for name, points in current.items() if name in then and then[name] != points
        ),
    )

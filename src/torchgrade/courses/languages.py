"""Languages in which a course is written."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from torchgrade.courses.tables import course_error, read_table
from torchgrade.plugins.resources import folder

LANGUAGES = ("en", "zh")
"""Languages that torchgrade itself speaks; a course has both, unless its ``course.toml`` says otherwise."""


def languages_of(package: str) -> tuple[str, ...]:
    """Return the languages of a course, English first.

    :param package: package of the course.
    :raises CourseError: its ``course.toml`` is damaged.
    """
    return languages_in(folder(package) / "course.toml")


def languages_in(file: Traversable) -> tuple[str, ...]:
    """Return the languages that a ``course.toml`` names, English first.

    :raises CourseError: ``languages`` is no list of known languages, or lacks English.
    """
    named = read_table(file).get("languages", list(LANGUAGES))
    if not isinstance(named, list) or "en" not in named or any(one not in LANGUAGES for one in named):
        raise course_error(
            file, ("languages",), "languages", found=repr(named)
        )
    return tuple(one for one in LANGUAGES if one in named)

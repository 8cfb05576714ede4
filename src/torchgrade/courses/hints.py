"""The hints of an exercise: three texts, each more detailed than the one before."""

from __future__ import annotations

import re

from torchgrade.courses.outline import ExerciseOutline
from torchgrade.courses.texts import text_file
from torchgrade.errors import CourseError
from torchgrade.model.phrases import Value
from torchgrade.model.told import told

LEVELS = 3
"""A nudge, the concept with its formula, the steps of a solution."""
_LINE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def read_hints(outline: ExerciseOutline, language: str) -> tuple[str, ...]:
    """Return the three hints of ``hints.<language>.md``. Return an empty tuple if the exercise has no such file.

    Lines with ``---`` separate the hints. Lines of a formula are indented by four spaces.

    :raises CourseError: the file does not contain three texts, or is not UTF-8.
    """
    file = text_file(outline, f"hints.{language}.md", language)
    if file is None:
        return ()
    try:
        text = file.read_text("utf-8")
    except (OSError, ValueError) as error:
        values: dict[str, Value] = {"file": file.name, "name": outline.name, "reason": str(error)}
        raise CourseError(told("error.course.hints_unreadable", **values)) from error
    parts = [part.strip("\n") for part in _LINE.split(text)]
    if len(parts) != LEVELS or not all(part.strip() for part in parts):
        found = sum(bool(part.strip()) for part in parts)
        raise CourseError(told("error.course.hints", file=file.name, name=outline.name, want=LEVELS, found=found))
    return tuple(parts)

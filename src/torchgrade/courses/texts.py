"""Texts from which a student starts: the stub and the statement of an exercise."""

from __future__ import annotations

from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError
from torchgrade.model.told import told
from torchgrade.plugins.resources import folder


def read_stub(outline: ExerciseOutline) -> str:
    """Return the text of ``stub.py``.

    :raises CourseError: the exercise has no stub, or it is not UTF-8.
    """
    return _read(outline, "stub.py")


def read_statement(outline: ExerciseOutline, language: str) -> str | None:
    """Return the text of ``statement.<language>.md``, or None if the exercise has no such file.

    :raises CourseError: the file cannot be read, or it is not UTF-8.
    """
    name = f"statement.{language}.md"
    return _read(outline, name) if (folder(outline.package) / name).is_file() else None


def _read(outline: ExerciseOutline, name: str) -> str:
    file = folder(outline.package) / name
    if not file.is_file():
        raise CourseError(told("error.course.no_part", name=outline.name, part=name, file=str(file)))
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(told("error.course.not_utf8", file=str(file), reason=str(error))) from error

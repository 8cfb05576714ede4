"""Texts from which a student starts: the stub and the statement of an exercise."""

from __future__ import annotations

from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError
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
        raise CourseError(f"The exercise {outline.name!r} has no {name}; write {file}.")
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(f"{file} cannot be read: {error}. Save it as UTF-8.") from error

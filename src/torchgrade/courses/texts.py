"""Texts from which a student starts: the stub and the statement of an exercise."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from torchgrade.courses.languages import language_folder
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError
from torchgrade.plugins.resources import folder


def read_stub(outline: ExerciseOutline) -> str:
    """Return the text of ``stub.py``.

    :raises CourseError: the exercise has no stub, or it is not UTF-8.
    """
    return _read(outline, folder(outline.package) / "stub.py")


def read_statement(outline: ExerciseOutline, language: str) -> str | None:
    """Return the text of ``statement.<language>.md``, or None if the exercise has no such file.

    :raises CourseError: the file cannot be read, or it is not UTF-8.
    """
    file = text_file(outline, f"statement.{language}.md", language)
    return None if file is None else _read(outline, file)


def text_file(outline: ExerciseOutline, name: str, language: str) -> Traversable | None:
    """Return a file of an exercise in a language, or None.

    Look into the folder of the exercise, then into the package of a language that a plugin adds.
    """
    added = language_folder(language)
    places = [folder(outline.package), *([added / "exercises" / outline.name] if added is not None else [])]
    return next((place / name for place in places if (place / name).is_file()), None)


def _read(outline: ExerciseOutline, file: Traversable) -> str:
    if not file.is_file():
        raise CourseError(f"The exercise {outline.name!r} has no {file.name}; write {file}.")
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(f"{file} cannot be read: {error}. Save it as UTF-8.") from error

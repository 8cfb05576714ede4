"""Texts from which a student starts: the stub and the statement of an exercise."""

from __future__ import annotations

import re

from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError
from torchgrade.plugins.resources import folder

STUB = "stub.py"
"""Name of the English stub."""
_TRANSLATED = re.compile(r"stub\.([a-z]{2,3})\.py")


def stub_name(language: str) -> str:
    """Return the name of the stub in a language."""
    return STUB if language == "en" else f"stub.{language}.py"


def read_stub(outline: ExerciseOutline, language: str = "en") -> str:
    """Return the text of the stub in a language; return the English stub if the exercise has no other.

    Stubs of several languages differ only in their comments and docstrings, so one of them is enough for a comparison
    with a submission.

    :raises CourseError: the exercise has no stub, or it is not UTF-8.
    """
    name = stub_name(language)
    return _read(outline, name if (folder(outline.package) / name).is_file() else STUB)


def read_stubs(outline: ExerciseOutline) -> dict[str, str]:
    """Return the text of each stub of an exercise by its language, English first.

    :raises CourseError: the exercise has no English stub, or a stub is not UTF-8.
    """
    files = sorted(file.name for file in folder(outline.package).iterdir())
    languages = ["en", *(found[1] for name in files if (found := _TRANSLATED.fullmatch(name)))]
    return {language: _read(outline, stub_name(language)) for language in languages}


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

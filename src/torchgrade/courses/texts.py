"""Texts from which a student starts: the stub and the statement of an exercise."""

from __future__ import annotations

import re
from importlib.resources.abc import Traversable

from torchgrade.courses.languages import language_folder
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError
from torchgrade.model.told import told
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
    found = text_file(outline, stub_name(language), language)
    return _read(outline, folder(outline.package) / STUB if found is None else found)


def read_stubs(outline: ExerciseOutline, language: str) -> dict[str, str]:
    """Return the text of each stub of an exercise by its language: those of the course, and that of one language.

    :raises CourseError: the exercise has no English stub, or a stub is not UTF-8.
    """
    names = [file.name for file in folder(outline.package).iterdir()]
    languages = {"en", language, *(found[1] for name in names if (found := _TRANSLATED.fullmatch(name)))}
    return {one: read_stub(outline, one) for one in sorted(languages)}


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
        raise CourseError(told("error.course.no_part", name=outline.name, part=file.name, file=str(file)))
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(told("error.course.not_utf8", file=str(file), reason=str(error))) from error

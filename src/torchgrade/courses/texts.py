"""Texts from which a student starts: the stub and the statement of an exercise."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from importlib.resources.abc import Traversable

from msgspec import Struct

from torchgrade.courses.languages import language_folder
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError
from torchgrade.model.told import told
from torchgrade.plugins.resources import folder

STUB = "stub.py"
"""Name of the English stub."""
_TRANSLATED = re.compile(r"stub\.([a-z]{2,3})\.py")


class Statement(Struct, frozen=True, kw_only=True):
    """Statement of an exercise."""

    text: str
    """Markdown, with formulas between dollar signs."""
    language: str
    """Language of the text."""


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
    return None if file is None else _text_of(file)


def read_statements(packages: Sequence[str], language: str) -> dict[str, Statement]:
    """Return the statements of installed exercises by the ids of the exercises, in English if the language lacks one.

    Leave out exercises that are no longer installed and texts that cannot be read, because pages can do without them.

    :param packages: packages, some of which are exercises.
    """
    found = {}
    for package in packages:
        exercise = package.rpartition(".")[2]
        with contextlib.suppress(CourseError):
            for name in dict.fromkeys((language, "en")):
                file = _find(package, exercise, f"statement.{name}.md", name)
                if file is not None:
                    found[exercise] = Statement(text=_text_of(file), language=name)
                    break
    return found


def text_file(outline: ExerciseOutline, name: str, language: str) -> Traversable | None:
    """Return a file of an exercise in a language, or None.

    Look into the folder of the exercise, then into the package of a language that a plugin adds.
    """
    return _find(outline.package, outline.name, name, language)


def _find(package: str, exercise: str, name: str, language: str) -> Traversable | None:
    added = language_folder(language)
    places = [folder(package), *([added / "exercises" / exercise] if added is not None else [])]
    return next((place / name for place in places if (place / name).is_file()), None)


def _read(outline: ExerciseOutline, file: Traversable) -> str:
    if not file.is_file():
        raise CourseError(told("error.course.no_part", name=outline.name, part=file.name, file=str(file)))
    return _text_of(file)


def _text_of(file: Traversable) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(told("error.course.not_utf8", file=str(file), reason=str(error))) from error

"""Texts from which a student starts: the stub and the statement of an exercise."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from importlib.resources.abc import Traversable

from msgspec import Struct

from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError
from torchgrade.plugins.resources import folder


class Statement(Struct, frozen=True, kw_only=True):
    """Statement of an exercise."""

    text: str
    """Markdown, with formulas between dollar signs."""
    language: str
    """Language of the text."""


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


def read_statements(packages: Sequence[str], language: str) -> dict[str, Statement]:
    """Return the statements of installed exercises by the ids of the exercises, in English if the language lacks one.

    Leave out exercises that are no longer installed and texts that cannot be read, because pages can do without them.

    :param packages: packages, some of which are exercises.
    """
    found = {}
    for package in packages:
        with contextlib.suppress(CourseError):
            for name in dict.fromkeys((language, "en")):
                file = folder(package) / f"statement.{name}.md"
                if file.is_file():
                    exercise = package.rpartition(".")[2]
                    found[exercise] = Statement(text=_text_of(file), language=name)
                    break
    return found


def _read(outline: ExerciseOutline, name: str) -> str:
    file = folder(outline.package) / name
    if not file.is_file():
        raise CourseError(f"The exercise {outline.name!r} has no {name}; write {file}.")
    return _text_of(file)


def _text_of(file: Traversable) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(f"{file} cannot be read: {error}. Save it as UTF-8.") from error

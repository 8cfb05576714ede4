"""Files that a student starts from, written without ever replacing a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from torchgrade.courses.languages import LANGUAGES
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.courses.texts import read_statement, read_stub
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.showable import show_name
from torchgrade.model.told import told


class Material(Struct, frozen=True, kw_only=True):
    """Texts of one exercise."""

    exercise: str
    """Id of the exercise, which is the name of the function."""
    stub: str
    """Text of the stub."""
    statement: str
    """Text of ``statement.<language>.md``, with formulas between dollar signs."""
    language: str
    """Language of the statement."""


def read_materials(chosen: Sequence[ExerciseOutline], language: str, catalogue: Catalogue) -> list[Material]:
    """Return stub and statement of each exercise in a language, in English if the exercise lacks the language.

    :raises UsageError: an exercise has no English statement either.
    :raises CourseError: an exercise has no stub, or its name is not a valid Python name.
    """
    found = []
    for outline in chosen:
        if not outline.name.isidentifier():
            raise CourseError(told("error.course.no_function", name=outline.name))
        found.append(_material(outline, language, catalogue))
    return found


def _material(outline: ExerciseOutline, language: str, catalogue: Catalogue) -> Material:
    for one in dict.fromkeys((language, LANGUAGES[0])):
        statement = read_statement(outline, one)
        if statement is not None:
            stub = read_stub(outline, language)
            return Material(exercise=outline.name, stub=stub, statement=statement, language=one)
    raise UsageError(catalogue.render("cli.start.no_statement", {"exercise": outline.name}))


def make_folder(place: Path, catalogue: Catalogue) -> None:
    """Make a folder if it is missing.

    :raises UsageError: the path is a file, or the folder cannot be made.
    """
    if place.exists() and not place.is_dir():
        raise UsageError(catalogue.render("cli.start.not_a_folder", {"name": show_name(str(place))}))
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(place, error, catalogue) from error


def write_new(path: Path, text: str, catalogue: Catalogue) -> bool:
    """Write a file if its name is unused, even by a link; return whether it was written.

    :raises UsageError: the file cannot be written; no part of it is left then.
    """
    try:
        file = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritable(path, error, catalogue) from error
    try:
        with file:
            file.write(text)
    except OSError as error:
        # Remove the part, because the next start would keep half a stub.
        path.unlink(missing_ok=True)
        raise _unwritable(path, error, catalogue) from error
    return True


def _unwritable(path: Path, error: OSError, catalogue: Catalogue) -> UsageError:
    values = {"name": show_name(str(path)), "reason": error.strerror or str(error)}
    return UsageError(catalogue.render("cli.start.unwritable", values))

"""Mistakes that an exercise declares, as records: the ways to write them and the verdict of each way."""

from __future__ import annotations

import importlib
import sys
import traceback
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.audit.exercises import AuditedExercise
from torchgrade.model.phrases import Words, phrase
from torchgrade.model.told import words_of

if TYPE_CHECKING:
    # Import this only for types, because the module imports torch and an audit with kept verdicts needs no torch.
    from torchgrade.checking.mistake import Mistakes


class WrongAnswer(Struct, frozen=True, kw_only=True):
    """One wrong answer of ``mistakes.py``."""

    name: str
    """Name of the mistake, with a number if it is another way to write it."""
    source: str
    """Text of the function."""
    line: int
    """Line in ``mistakes.py``; 0 for a shared mistake."""
    checks: tuple[str, ...] = ()
    """Checks that the answer fails; if the mistake has a name, the answer must fail the first check."""
    named: str = ""
    """Id of the mistake that must be named; empty for a wrong answer without a name."""
    beside: tuple[str, ...] = ()
    """Ids of other mistakes that may be named too."""


class Declared(Struct, frozen=True, kw_only=True):
    """Everything that ``mistakes.py`` declares."""

    answers: tuple[WrongAnswer, ...] = ()
    """Wrong answers in the order of the file."""
    own: tuple[str, ...] = ()
    """Names of mistakes whose sentences belong to the exercise."""
    shared: tuple[str, ...] = ()
    """Names of mistakes whose sentences belong to the tool."""
    about: tuple[str, ...] = ()
    """Names of subjects."""


class BrokenError(Exception):
    """``mistakes.py`` cannot be imported."""

    def __init__(self, reason: Words, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def declared(exercise: AuditedExercise) -> Declared:
    """Import ``mistakes.py`` and return its declarations; they are empty if the exercise has no such file.

    :raises BrokenError: the import raises an exception.
    """
    file = exercise.folder / "mistakes.py"
    if not file.is_file():
        return Declared()
    try:
        found = importlib.import_module(f"{exercise.outline.package}.mistakes").mistake
        return _records(exercise.name, found)
    except Exception as error:
        frames = traceback.extract_tb(sys.exc_info()[2])
        lines = [frame.lineno or 0 for frame in frames if frame.filename == str(file)]
        line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else 1
        reason = phrase("audit.raised", type=type(error).__name__, reason=words_of(error))
        raise BrokenError(reason, line or 1) from error


def _records(exercise: str, found: Mistakes) -> Declared:
    answers = [
        WrongAnswer(
            name=one.id if number == 1 else f"{one.id} ({number})",
            source=way.source,
            line=way.line,
            checks=tuple(way.explains),
            named=_full_id(exercise, one.id),
            beside=tuple(_full_id(exercise, name) for name in way.beside),
        )
        for one in found
        for number, way in enumerate(one.ways, 1)
    ]
    answers += [
        WrongAnswer(
            name=f"unnamed {number} ({', '.join(one.checks)})",
            source=one.source,
            line=one.line,
            checks=tuple(one.checks),
        )
        for number, one in enumerate(found.unnamed_answers, 1)
    ]
    return Declared(
        answers=tuple(answers),
        own=tuple(one.id for one in found if not one.is_shared),
        shared=tuple(one.id for one in found if one.is_shared),
        about=tuple(dict.fromkeys(one.about for one in found if one.about)),
    )


def _full_id(exercise: str, name: str) -> str:
    """Return the id of a catalogue; a name with a dot is one already."""
    return name if "." in name else f"{exercise}.mistake.{name}"

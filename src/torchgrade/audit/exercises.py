"""Files of one exercise that the audit reads, including the files of its solution."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path

from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.solutions import hidden_checks, reference_of, solutions
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.phrases import listed
from torchgrade.model.places import place
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import SolutionSource, folder

_ABOVE = ("audit", "cli", "exports", "grading", "reports")
"""Rooms of torchgrade without influence on a verdict."""
_SUFFIXES = (".py", ".toml", ".txt", ".json", ".csv", ".gz")
_NO_PART = ("variants.py", "equivalent.toml", "sentences.toml")
"""Files that only the audit reads, without influence on a verdict."""


@dataclass(frozen=True)
class AuditedExercise:
    """Folders and texts of one exercise."""

    outline: ExerciseOutline
    folder: Path
    """Folder of the exercise in its course."""
    reference_file: Path
    """File of the reference solution."""
    hidden_file: Path | None
    """File of the hidden checks, or None."""
    others: tuple[Path, ...] = ()
    """Folders of the other exercises of the same course, whose files have no influence on this exercise."""

    @property
    def name(self) -> str:
        """Id of the exercise, which is the name of the function."""
        return self.outline.name

    @property
    def solution(self) -> Path:
        """Folder of the reference, of the variants and of the argued mutants."""
        return self.reference_file.parent

    @cached_property
    def reference(self) -> str:
        """Text of the reference solution."""
        return read(self.reference_file)

    @cached_property
    def environment(self) -> str:
        """Digest of everything that a verdict depends on, except the submission, its seed and the limits."""
        digest = hashlib.sha256()
        versions = [platform.python_version(), *map(importlib.metadata.version, ("torch", "numpy", "torchgrade"))]
        digest.update("\0".join(versions).encode())
        own = Path(str(folder("torchgrade")))
        # Leave out these catalogues, because sentences of a room above are in a catalogue of its name,
        # ``audit.en.toml``.
        catalogues = (file for file in _files(own / "catalogues") if file.name.partition(".")[0] not in _ABOVE)
        rooms = (room for room in own.iterdir() if room.name not in (*_ABOVE, "catalogues"))
        places = [*rooms, *catalogues, *self._course_files()]
        for file in sorted(file for one in places for file in _files(one)):
            digest.update(f"{file.parent.name}/{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()

    def _course_files(self) -> Iterator[Path]:
        course = Path(str(folder(self.outline.course)))
        for file in _files(course):
            if not any(other in file.parents for other in self.others):
                yield file
        yield from _files(self.solution)
        if self.hidden_file is not None:
            yield from _files(self.hidden_file.parent)


def audited_exercises(plugins: Plugins, names: Sequence[str]) -> list[AuditedExercise]:
    """Return the exercises of these names.

    :raises UsageError: no solution of an exercise is installed, so that the audit has no right answer.
    """
    sources = solutions(plugins)
    every = outlines(plugins)
    missing = [name for name in names if name not in sources]
    if missing:
        raise UsageError(told("error.audit.no_solution", names=listed(missing)))
    found = []
    for outline in every:
        if outline.name in names:
            others = [_path(folder(o.package)) for o in every if o.course == outline.course and o.name != outline.name]
            found.append(_exercise(outline, sources[outline.name], tuple(others)))
    return found


def _exercise(outline: ExerciseOutline, source: SolutionSource, others: tuple[Path, ...]) -> AuditedExercise:
    package, _, module = reference_of(source).partition(":")[0].rpartition(".")
    hidden = hidden_checks(source)
    return AuditedExercise(
        outline=outline,
        folder=_path(folder(outline.package)),
        reference_file=_path(folder(package)) / f"{module}.py",
        hidden_file=_path(hidden) if hidden is not None else None,
        others=others,
    )


def read(file: Path) -> str:
    """Return the text of a course's file.

    :raises CourseError: the file is missing, is not UTF-8, or has the name of a Python file but is not valid Python.
    """
    try:
        text = file.read_text("utf-8")
        if file.suffix == ".py":
            ast.parse(text)
    except SyntaxError as error:
        where = place(str(file), error.lineno or 0)
        raise CourseError(told("error.course.syntax", place=where, reason=error.msg)) from error
    except (OSError, ValueError) as error:
        raise CourseError(told("error.audit.unreadable", file=str(file), reason=str(error))) from error
    return text


def _path(found: Traversable) -> Path:
    if not isinstance(found, Path):
        raise CourseError(told("error.audit.packed_folder", name=str(found)))
    return found


def _files(found: Path) -> Iterator[Path]:
    """Yield a file, or the files below a folder, that a verdict may depend on."""
    if found.is_file():
        yield found
        return
    for file in found.rglob("*"):
        if file.suffix in _SUFFIXES and file.name not in _NO_PART and "__pycache__" not in file.parts:
            yield file

"""Digests of a course and of its exercises: the files from which a result was made (ruling 9)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

import msgspec

from torchgrade.checking.course import CourseExercise
from torchgrade.checking.imported import imported_modules
from torchgrade.courses.sentences import FILE as SENTENCES
from torchgrade.courses.tables import read_table
from torchgrade.plugins.resources import folder, resource

_APART = ("stub.", SENTENCES)
"""Beginnings of files of an exercise that decide no result, because a corrected sentence must not cause a regrade."""
_WRITTEN_OTHERWISE = "variants.py"
"""File of right answers for the audit, beside the hidden checks of a solution."""
_NO_RESULT = ("name", "title", "languages", "topics", "assignments")
"""Keys of ``course.toml`` that decide no result of an exercise: a new exercise leaves the others as they are."""

Files = Mapping[str, Traversable | bytes]
"""Contents of files by their names, each with its package."""


def course_digest(digests: Mapping[str, str]) -> str:
    """Return the digest of a course as the SHA-256, in hexadecimal, of the digests of its exercises."""
    lines = "".join(f"{name} {digests[name]}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()


def exercise_digests(exercises: Sequence[CourseExercise]) -> dict[str, str]:
    """Return the SHA-256, in hexadecimal, of the files that the results of each exercise are made from.

    They are its own files and those that it shares with other exercises, each with its package. Statements, hints,
    catalogues and templates do not count, nor does the place of the packages.
    """
    seen: dict[str, bytes] = {}
    return {one.name: _digest(_files(one), seen) for one in exercises}


def _digest(files: Files, seen: dict[str, bytes]) -> str:
    """Return the digest of files.

    :param seen: digests of shared files that were read before, by name.
    """
    digest = hashlib.sha256()
    for name in sorted(files):
        if name not in seen:
            file = files[name]
            seen[name] = hashlib.sha256(file if isinstance(file, bytes) else file.read_bytes()).digest()
        digest.update(f"{name}\0".encode() + seen[name])
    return digest.hexdigest()


def _files(exercise: CourseExercise) -> Files:
    own = {**dict(_course_files(exercise.outline.course)), **dict(_exercise_files(exercise))}
    found = {name: file for name, file in own.items() if isinstance(file, bytes) or file.is_file()}
    tops = {package.partition(":")[0].partition(".")[0] for package in found}
    return imported_modules(found, tops) | found


def _course_files(package: str) -> Iterator[tuple[str, Traversable | bytes]]:
    place = folder(package)
    yield f"{package}:course.toml", _settings(place / "course.toml")
    yield from _texts(package, place)
    stand_ins = place / "stand_ins"
    for file in stand_ins.iterdir() if stand_ins.is_dir() else ():
        yield f"{package}.stand_ins:{file.name}", file


def _settings(file: Traversable) -> bytes:
    """Return the entries of ``course.toml`` that decide results."""
    table: dict[str, Any] = read_table(file) if file.is_file() else {}
    return msgspec.json.encode({key: table[key] for key in sorted(table) if key not in _NO_RESULT}, order="sorted")


def _texts(package: str, place: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield the texts of a folder that workers run: a course's givens, or the drivers of a topic."""
    for file in place.iterdir():
        if file.name.endswith(".py.txt"):
            yield f"{package}:{file.name}", file


def _exercise_files(exercise: CourseExercise) -> Iterator[tuple[str, Traversable]]:
    package = exercise.outline.package
    for file in folder(package).iterdir():
        if not file.name.startswith(_APART) and file.name.endswith((".py", ".toml", ".txt")):
            yield f"{package}:{file.name}", file
    topic = package.rpartition(".")[0]
    if topic.startswith(exercise.outline.course):
        yield from _texts(topic, folder(topic))
    if exercise.hidden_path is not None:
        for file in exercise.hidden_path.parent.glob("*.py"):
            if file.name != _WRITTEN_OTHERWISE:
                yield f"{exercise.name} hidden:{file.name}", file
    if exercise.reference is not None:
        module = exercise.reference.partition(":")[0]
        parent, _, name = module.rpartition(".")
        yield f"{parent}:{name}.py", folder(parent) / f"{name}.py"
    # Bands decide no points, but they are part of a result: one run must not mix two bands (ruling 8).
    for source in exercise.bands:
        for name in (source.file, *source.made_from):
            yield name, resource(name)

"""The digest of a course: the files from which a result was made (ruling 9)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable

from torchgrade.checking.course import CourseExercise
from torchgrade.courses.sentences import FILE as SENTENCES
from torchgrade.plugins.resources import folder, resource

_APART = ("stub.", SENTENCES)
"""Beginnings of files of an exercise that decide no result, because a corrected sentence must not cause a regrade."""
_WRITTEN_OTHERWISE = "variants.py"
"""File of right answers for the audit, beside the hidden checks of a solution."""


def course_digest(packages: Sequence[str], exercises: Sequence[CourseExercise]) -> str:
    """Return the SHA-256, in hexadecimal, of the files that results are made from, each with its package.

    Statements, hints, catalogues and templates do not count, nor does the place of the packages.
    """
    found = {**dict(_course_files(packages)), **dict(_exercise_files(exercises))}
    digest = hashlib.sha256()
    for name in sorted(found):
        if found[name].is_file():
            digest.update(f"{name}\0".encode() + hashlib.sha256(found[name].read_bytes()).digest())
    return digest.hexdigest()


def _course_files(packages: Sequence[str]) -> Iterator[tuple[str, Traversable]]:
    for package in packages:
        place = folder(package)
        yield f"{package}:course.toml", place / "course.toml"
        for file in place.iterdir():
            if file.name.endswith(".py.txt"):
                yield f"{package}:{file.name}", file
        stand_ins = place / "stand_ins"
        for file in stand_ins.iterdir() if stand_ins.is_dir() else ():
            yield f"{package}.stand_ins:{file.name}", file


def _exercise_files(exercises: Sequence[CourseExercise]) -> Iterator[tuple[str, Traversable]]:
    for exercise in exercises:
        package = exercise.outline.package
        for file in folder(package).iterdir():
            if not file.name.startswith(_APART) and file.name.endswith((".py", ".toml", ".txt")):
                yield f"{package}:{file.name}", file
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

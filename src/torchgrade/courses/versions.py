"""Version of an exercise as a student's machine checks it: a digest of its files, without hidden checks."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from torchgrade.courses.outline import ExerciseOutline
from torchgrade.courses.sentences import FILE as SENTENCES
from torchgrade.plugins.resources import folder

_APART = ("stub.", SENTENCES)
"""Beginnings of files of an exercise that decide no result, because a corrected sentence must not need a new check."""


def exercise_version(outline: ExerciseOutline) -> str:
    """Return the SHA-256, in hexadecimal, of torchgrade's version and of the files that visible checks are made from.

    Statements, hints, stubs, sentences and hidden checks do not count.
    """
    digest = hashlib.sha256(importlib.metadata.version("torchgrade").encode())
    digest.update(_digest_of_course(outline.course))
    files = {file.name: file for file in folder(outline.package).iterdir()}
    for name in sorted(files):
        if name.endswith((".py", ".toml", ".txt")) and not name.startswith(_APART):
            digest.update(_digest(name, files[name]))
    return digest.hexdigest()


@functools.cache
def _digest_of_course(package: str) -> bytes:
    digest = hashlib.sha256()
    for name, file in sorted(_course_files(package)):
        digest.update(_digest(name, file))
    return digest.digest()


def _course_files(package: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the files that all exercises of a course share, each with its name inside the course."""
    place = folder(package)
    yield "course.toml", place / "course.toml"
    for file in place.iterdir():
        if file.name.endswith(".py.txt"):
            yield file.name, file
    stand_ins = place / "stand_ins"
    for file in stand_ins.iterdir() if stand_ins.is_dir() else ():
        if file.is_file():
            yield f"stand_ins/{file.name}", file


def _digest(name: str, file: Traversable) -> bytes:
    return f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest()

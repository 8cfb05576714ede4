"""TOML files of a course, and errors that name the file, the line and the fix."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import Any

from torchgrade.errors import CourseError
from torchgrade.model.phrases import Value, phrase
from torchgrade.model.places import place
from torchgrade.model.told import told

_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")


def read_table(file: Traversable) -> dict[str, Any]:
    """Return the contents of a TOML file.

    :raises CourseError: the file is missing or is not TOML; tomllib names the line.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CourseError(told("error.course.unreadable", file=str(file), reason=str(error))) from error
    except ValueError as error:
        raise CourseError(told("error.course.damaged", file=str(file), reason=str(error))) from error


def course_error(file: Traversable, keys: Sequence[str], entry: str, /, **values: Value) -> CourseError:
    """Return an error of the author that names the file and, if the key is written there, its line.

    :param keys: path to the key in the file, such as ``("checks", "rows", "en")``.
    :param entry: entry of ``[error.course]`` that says what is wrong, with its fields.
    """
    line = line_of(file, keys)
    where = str(file) if line is None else place(str(file), line)
    return CourseError(told("error.at", place=where, message=phrase(f"error.course.{entry}", **values)))


def line_of(file: Traversable, keys: Sequence[str]) -> int | None:
    """Return the line of a key, or the line of the innermost table around it."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return None
    best: tuple[int, int] | None = None
    table: list[str] = []
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.fullmatch(line):
            table = path = _parts(header[1])
        elif key := _KEY.match(line):
            path = [*table, *_parts(key[1])]
        else:
            continue
        shared = _shared(path, keys)
        if shared and (best is None or shared > best[0]):
            best = (shared, number)
    return None if best is None else best[1]


def _shared(path: Sequence[str], keys: Sequence[str]) -> int:
    """Return how many parts agree if one path leads to the other, and 0 otherwise."""
    length = min(len(path), len(keys))
    return length if list(path[:length]) == list(keys[:length]) else 0


def _parts(text: str) -> list[str]:
    return [part.strip().strip("\"'") for part in text.split(".")]

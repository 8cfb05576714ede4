"""Holes of a skeleton: places that ``torchgrade new`` leaves to the author, marked ``<<< what to write here >>>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

_HOLE = re.compile(r"<<< (.+?) >>>")
_SUFFIXES = (".py", ".toml", ".md", ".txt")


class Hole(Struct, frozen=True, kw_only=True):
    """One place that nobody has filled in."""

    file: Path
    """File of the place."""
    line: int
    """Line in the file."""
    text: str
    """Words between the marks."""


def find_holes(place: Path) -> Iterator[Hole]:
    """Yield the holes of a file, or of the files in a folder and below it, in the order of their names."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    for file in files:
        if file.suffix in _SUFFIXES and file.is_file():
            lines = file.read_text("utf-8", errors="replace").splitlines()
            for number, line in enumerate(lines, 1):
                yield from (Hole(file=file, line=number, text=found) for found in _HOLE.findall(line))

"""What is known of the students' pages that an earlier command wrote, so that only changed ones are written again."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    # Not imported with this module, because it brings the template engine.
    from torchgrade.courses.texts import Statement
    from torchgrade.model.exercises import Exercise
    from torchgrade.reports.editions import Edition

_ROOMS = ("courses", "model", "reports")
"""Rooms whose code and templates make a page."""
_LIBRARIES = ("jinja2", "markdown-it-py", "markupsafe", "math-core", "mdit-py-plugins")
"""Libraries that make a page."""


class PageFile(Struct, frozen=True, array_like=True):
    """Written file.

    Its size and time tell whether somebody changed it. A digest would need all bytes of a class, which cost more than
    everything else in a report that changes nothing.
    """

    name: str
    """Name in the folder of the pages."""
    size: int
    """Size in bytes."""
    changed: int
    """Time of the last change, in nanoseconds."""


class PageRecord(Struct, frozen=True):
    """Pages of one submission, as a command wrote them."""

    digest: str
    """Digest of everything that is on the pages, or decides how they look."""
    files: tuple[PageFile, ...]
    """Files of all languages."""


class PageRecords(Protocol):
    """Records of the pages of a run."""

    def get(self, submission: str, /) -> PageRecord | None:
        """Return the record of a submission; None if it is not known."""

    def keep(self, submission: str, record: PageRecord, /) -> None:
        """Keep the record of pages that were written."""


class NoRecords:
    """Records of a folder about which nothing is known, so that every page is written."""

    def get(self, submission: str) -> None:
        """Return None."""

    def keep(self, submission: str, record: PageRecord) -> None:
        """Keep nothing."""


NO_RECORDS = NoRecords()


def written_files(folder: Path, names: Sequence[str]) -> tuple[PageFile, ...] | None:
    """Return the pages of these names as they are in a folder now; None if one is missing."""
    found = []
    place = os.fspath(folder)
    for name in names:
        try:
            # Without a Path, because it interns each name.
            state = os.lstat(os.path.join(place, f"{name}.html"))
        except OSError:
            return None
        found.append(PageFile(name, state.st_size, state.st_mtime_ns))
    return tuple(found)


def page_digest(*parts: object) -> str:
    """Return the digest of what a page is made of."""
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()


def basis_of(
    editions: Sequence[Edition], exercises: Sequence[Exercise], statements: Mapping[str, Mapping[str, Statement]]
) -> str:
    """Return a digest of everything that the pages of all students have in common: code, templates and sentences."""
    catalogues = [
        (one.suffix, one.sentences.language, one.sentences.catalogue.entries, sorted(one.sentences.catalogue.english))
        for one in editions
    ]
    return page_digest(_code(), catalogues, exercises, statements)


@cache
def _code() -> str:
    found = hashlib.blake2b(digest_size=16)
    for room in _ROOMS:
        for name, data in _sources(files("torchgrade") / room, room):
            found.update(f"{name} {len(data)}\n".encode() + data)
    for library in _LIBRARIES:
        found.update(f"{library} {importlib.metadata.version(library)}\n".encode())
    return found.hexdigest()


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of every file of a package, but not of its compiled ones."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(entry, f"{name}/{entry.name}")
        elif entry.is_file():
            yield f"{name}/{entry.name}", entry.read_bytes()

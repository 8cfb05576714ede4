"""Atomic replacement of a file, and paths as text of a record."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote_to_bytes

_URI = "file://"


def write_atomically(path: Path, data: bytes) -> Path:
    """Replace a file by a file with these bytes, as :func:`write_parts` does."""
    return write_parts(path, [data])


def write_parts(path: Path, parts: Iterable[bytes]) -> Path:
    """Replace a file by a file with these bytes, so that a reader sees the old content or the new content.

    The parts are made one after another, so that a file of any size needs little memory. The temporary file is in the
    same folder, because a rename across file systems is a copy.

    Raise ``OSError`` if the folder cannot be written; no temporary file is left then.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(parts)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def path_text(path: Path) -> str:
    """Return an absolute path as text for a record; a name that is not UTF-8 gives a ``file://`` address."""
    text = str(path.absolute())
    try:
        text.encode()
    except UnicodeEncodeError:
        return path.absolute().as_uri()
    return text


def path_of(text: str) -> Path:
    """Return the path of a text of :func:`path_text`."""
    if text.startswith(_URI):
        return Path(os.fsdecode(unquote_to_bytes(text.removeprefix(_URI))))
    return Path(text)

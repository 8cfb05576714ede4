"""Atomic replacement of a file, and paths as text of a record."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import psutil

_URI = "file://"
_TEMPORARY = re.compile(r"\.torchgrade-(\d+)-[0-9a-f]+\.tmp")


def write_atomically(path: Path, data: bytes) -> Path:
    """Replace a file by a file with these bytes, as :func:`write_parts` does."""
    return write_parts(path, [data])


def write_parts(path: Path, parts: Iterable[bytes]) -> Path:
    """Replace a file by a file with these bytes, so that a reader sees the old content or the new content.

    The parts are made one after another, so that a file of any size needs little memory. The temporary file is in the
    same folder, because a rename across file systems is a copy.

    Raise ``OSError`` if the folder cannot be written; no temporary file is left then.
    """
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.writelines(parts)
    return path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file to write, which then replaces a file; no temporary file is left if writing fails.

    Two commands may write one page at the same time, so each one has a temporary file of its own.
    """
    temporary = path.with_name(f".torchgrade-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename == str(temporary):
            # Whoever reads the message knows the name of the file only.
            error.filename = str(path)
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of processes that were killed while they wrote into a folder or below it."""
    for place, _, names in os.walk(folder):
        for name in names:
            found = _TEMPORARY.fullmatch(name)
            if found and not psutil.pid_exists(int(found[1])):
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(place, name))


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

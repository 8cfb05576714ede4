"""Copies of a student's work, and replacement of a file without loss of its old content."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from pathlib import Path

from msgspec import Struct

from torchgrade.model.told import told

_COPY = re.compile(r"\.before-reset(?:-\d+)?\.\w+$")


class Work(Struct, frozen=True, kw_only=True):
    """Content of a file when it was read."""

    path: Path
    """Path of the file."""
    data: bytes
    """All bytes of the file."""
    mode: int
    """Permissions of the file, as ``chmod`` takes them."""


def is_copy(name: str) -> bool:
    """Return whether a name is the name of a copy that ``reset`` kept, which is not work of its own."""
    return _COPY.search(name) is not None


def read_work(path: Path) -> Work:
    """Read a regular file without following a link.

    :raises OSError: the file is missing, is not a regular file, or cannot be read.
    """
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    if path.is_symlink():
        raise OSError(0, told("error.file.link"))
    with os.fdopen(os.open(path, flags), "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(0, told("error.file.no_file"))
        return Work(path=path, data=file.read(), mode=stat.S_IMODE(facts.st_mode))


def keep_copy(work: Work) -> Path:
    """Write a copy beside the file under an unused name, and wait until it is on the disk.

    :return: ``softmax.before-reset.py``, or ``-2``, ``-3`` ... if that name is taken.
    :raises OSError: the copy cannot be written; no part of the copy is left then.
    """
    number = 1
    while True:
        ending = f"-{number}" if number > 1 else ""
        place = work.path.with_name(f"{work.path.stem}.before-reset{ending}{work.path.suffix}")
        try:
            file = place.open("xb")
        except FileExistsError:
            number += 1
            continue
        break
    try:
        with file:
            _write(file.fileno(), work.data, work.mode)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    _sync(place.parent)
    return place


def put_back(work: Work, data: bytes) -> None:
    """Replace the bytes of the file at once: a reader sees the old bytes or the new bytes.

    :raises OSError: the file cannot be written; the file is unchanged then.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{work.path.name}.", suffix=".tmp", dir=work.path.parent)
    try:
        try:
            _write(descriptor, data, work.mode)
        finally:
            os.close(descriptor)
        os.replace(name, work.path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
    _sync(work.path.parent)


def _write(descriptor: int, data: bytes, mode: int) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    os.fsync(descriptor)


def _sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, if the system supports this."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Download of a data set in a process of its own, into place only when all files are whole. Imports no torch."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

_TAIL = 500
_WAIT_SECONDS = 5.0
COMMAND = (sys.executable, "-I", "-m", "torchgrade.datasets.fetcher")
"""Words that start the process; a reference to the function and a folder follow."""


class Step(Struct, frozen=True, kw_only=True, tag=True):
    """Progress of one file."""

    file: str
    """Its name."""
    number: int
    """Its place among all files, from 1."""
    of: int
    """Number of all files."""
    done: int
    """Bytes received."""
    total: int | None
    """Bytes of the file; None if the server does not say."""


class Refused(Struct, frozen=True, kw_only=True, tag=True):
    """Reason for which nothing was downloaded."""

    file: str
    """The file that failed."""
    reason: str
    """What the network or the disk reported; empty if the content is not the expected one."""


Told = Step | Refused
"""One line from the process, as JSON."""
Tell = Callable[[Step], None]
"""Receives the progress."""


class FetchError(Exception):
    """A file that could not be downloaded."""

    def __init__(self, file: str, reason: str) -> None:
        """Remember the file and the reason; an empty reason means that the content is not the expected one."""
        super().__init__(file, reason)
        self.file = file
        self.reason = reason


def fetch(reference: str, root: Path, tell: Tell, *, command: Sequence[str] = COMMAND) -> list[Path]:
    """Download a data set and return its files below ``root``.

    The files are moved into place when the last of them is whole, so that an interruption leaves none of them.

    :param reference: names a function ``fetch(folder: str, tell: Tell) -> None``, which runs in the new process.
    :raises FetchError: a file is not available, or its content is not the expected one.
    :raises OSError: ``root`` cannot be written.
    """
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=root, ignore_cleanup_errors=True) as staging:
        for told in _follow([*command, reference, staging]):
            if isinstance(told, Refused):
                raise FetchError(told.file, told.reason)
            tell(told)
        return list(_move(Path(staging), root))


def _follow(command: Sequence[str]) -> Iterator[Told]:
    """Yield what the process tells; end the process if the reader stops.

    :raises FetchError: the process ended without success.
    """
    with (
        tempfile.TemporaryFile("w+", errors="replace") as log,
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            # Ctrl-C reaches the command alone, which then ends this process.
            start_new_session=True,
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                yield msgspec.json.decode(line, type=Told)
            if process.wait() != 0:
                log.seek(0)
                raise FetchError("", " ".join(log.read()[-_TAIL:].split()) or f"exit code {process.returncode}")
        finally:
            if process.poll() is None:
                process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_WAIT_SECONDS)
                process.kill()


def _move(staging: Path, root: Path) -> Iterator[Path]:
    for path in sorted(path for path in staging.rglob("*") if path.is_file()):
        target = root / path.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
        yield target

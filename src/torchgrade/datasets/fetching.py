"""Download of a data set in a separate process.

Files are moved into place only when all are complete. Imports no torch.
"""

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

from torchgrade.model.phrases import Words, phrase

_TAIL = 500
_WAIT_SECONDS = 5.0
COMMAND = (sys.executable, "-I", "-m", "torchgrade.datasets.fetcher")
"""Command of the process, without its arguments: a reference to the function, and a folder."""


class Step(Struct, frozen=True, kw_only=True, tag=True):
    """Progress of one file."""

    file: str
    """Name of the file."""
    number: int
    """Position among all files, from 1."""
    of: int
    """Number of all files."""
    done: int
    """Bytes received."""
    total: int | None
    """Size of the file in bytes; None if the server does not report it."""


class Refused(Struct, frozen=True, kw_only=True, tag=True):
    """Reason for a failed download."""

    file: str
    """The file that failed."""
    reason: Words
    """Message from the network or the disk; empty if the content is not the expected one."""


Told = Step | Refused
"""One line from the process, as JSON."""
Tell = Callable[[Step], None]
"""Function that receives the progress."""


class FetchError(Exception):
    """A file that could not be downloaded."""

    def __init__(self, file: str, reason: Words) -> None:
        """Store the file and the reason; an empty reason means that the content is not the expected one."""
        super().__init__(file, reason)
        self.file = file
        self.reason = reason


def fetch(reference: str, root: Path, tell: Tell, *, command: Sequence[str] = COMMAND) -> list[Path]:
    """Download a data set and return its files below ``root``.

    The files are moved into place when the last one is complete, so that an interruption leaves no files.

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
    """Yield the messages of the process; end the process if the reader stops.

    :raises FetchError: the process ended without success.
    """
    with (
        tempfile.TemporaryFile("w+", errors="replace") as log,
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            # Start a new session, because Ctrl-C must reach only the command, which then ends this process.
            start_new_session=True,
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                yield msgspec.json.decode(line, type=Told)
            if process.wait() != 0:
                log.seek(0)
                said = " ".join(log.read()[-_TAIL:].split())
                raise FetchError("", said or phrase("error.download.exit", code=process.returncode))
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

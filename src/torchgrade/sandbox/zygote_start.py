"""Start of the zygote's process, which a cold ``check`` begins before it has read its own arguments.

Importing torch takes a second. The command's own imports take a fifth of that, and neither needs the other. This module
imports as little as possible, because nothing happens before it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import TextIO

from torchgrade.sandbox.preloading import environment

_COMMANDS = ("check", "watch")
"""Commands that need a lean zygote, whatever their other arguments are."""
_NO_ZYGOTE = frozenset({"-h", "--help"})


def can_fork() -> bool:
    """Return whether a zygote works here; ``TORCHGRADE_START=spawn`` turns it off."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and os.environ.get("TORCHGRADE_START") != "spawn"


class StartedZygote:
    """Process of a zygote, with this end of its two sockets and the file of its error output."""

    def __init__(self, *, full: bool, before: Sequence[str] = ()) -> None:
        """Start the process.

        :param full: warm up for a class, not for a single check.
        :param before: words to put before the zygote's command line: those of bubblewrap.
        """
        self.log = _log()
        self.control, zygotes = socket.socketpair()
        self.command, benches = socket.socketpair()
        descriptors = (zygotes.fileno(), benches.fileno())
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                *before,
                sys.executable,
                "-I",
                "-m",
                "torchgrade.sandbox.zygote",
                *map(str, descriptors),
                "full" if full else "lean",
            ],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.log,
            pass_fds=descriptors,
            cwd="/",
            start_new_session=True,
        )
        zygotes.close()
        benches.close()

    def close(self) -> None:
        """End the process and its children."""
        self.control.close()
        self.command.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()


def _log() -> TextIO:
    """Return a file in memory, because a full disk must not prevent a start."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("log"), "w+", errors="replace")
    return tempfile.TemporaryFile("w+", errors="replace")


_ahead: list[StartedZygote] = []


def start_ahead(arguments: Sequence[str]) -> None:
    """Start a lean zygote if the command of these arguments needs one."""
    if arguments[:1] and arguments[0] in _COMMANDS and _NO_ZYGOTE.isdisjoint(arguments) and can_fork():
        # The command reports the reason when it starts the zygote itself.
        with contextlib.suppress(OSError):
            _ahead.append(StartedZygote(full=False))
            atexit.register(end_unused)


def end_unused() -> None:
    """End a zygote that the command did not need after all, because its arguments have a mistake."""
    while _ahead:
        unused = _ahead.pop()
        # It would import torch to the end before it noticed that its sockets are closed.
        unused.process.kill()
        unused.close()


def started(*, full: bool, before: Sequence[str] = ()) -> StartedZygote:
    """Return the zygote that was started ahead if it is the right one, otherwise start one."""
    if _ahead and not full and not before:
        return _ahead.pop()
    return StartedZygote(full=full, before=before)

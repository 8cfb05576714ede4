"""Judge's wait for a worker's hello. A submission cannot cause the end of a worker before its hello."""

from __future__ import annotations

import contextlib
import os
import select

from torchgrade.errors import InternalError
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.showable import show
from torchgrade.model.told import told
from torchgrade.protocol import frames
from torchgrade.protocol.worker import Worker

SECONDS = 60.0
"""Timeout for a worker that is a separate interpreter, which imports torch first."""
_ENDING_SECONDS = 2.0
_MOST_OUTPUT = 1 << 16


def await_hello(worker: Worker) -> None:
    """Return when a worker reports that its confinement is complete.

    :raises InternalError: the worker ended, or did not send its hello; with the last line of its output.
    """
    hello = b""
    with contextlib.suppress(BlockingIOError, ConnectionResetError):
        if select.select([worker.socket], [], [], SECONDS)[0]:
            hello = worker.socket.recv(len(frames.HELLO))
    if hello == frames.HELLO:
        return
    ending = worker.ending(_ENDING_SECONDS)
    how = phrase("error.worker.silent") if ending is None else phrase("error.worker.ended", status=ending.status)
    not_ready = phrase("error.worker.not_ready", how=how)
    raise InternalError(told("error.several", sentences=listed([not_ready, *_last_line(worker.output)], "sentence")))


def _last_line(output: int) -> list[str]:
    """Return the last line of a worker's output, if there is any."""
    with contextlib.suppress(OSError):
        lines = os.read(output, _MOST_OUTPUT).decode("utf-8", "replace").strip().splitlines()
        return [show(line, limit=300) for line in lines[-1:]]
    return []

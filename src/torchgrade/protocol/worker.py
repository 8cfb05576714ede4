"""Process of a worker, as the judge sees it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ending:
    """How a worker's process ended."""

    status: int
    """Exit code, or minus the signal's number."""


class Worker(Protocol):
    """A worker's process, as whoever started it hands it to the judge."""

    socket: socket.socket
    """The judge's end."""
    output: int
    """Descriptor from which its stdout and stderr are read."""

    def ending(self, wait: float) -> Ending | None:
        """Return how it ended, waiting at most that many seconds, or None while it lives."""

    def cpu_seconds(self) -> float:
        """Return the processor time that it has used."""

    def excess_memory(self) -> bool:
        """Return whether it is over its memory limit where the kernel does not hold it."""

    def kill(self) -> None:
        """End it and whatever it started."""

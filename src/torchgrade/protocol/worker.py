"""Process of a worker, as the judge sees it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ending:
    """End of a worker's process."""

    status: int
    """Exit code, or minus the signal's number."""


class Worker(Protocol):
    """Process of a worker, given to the judge by the code that started it."""

    socket: socket.socket
    """The judge's end."""
    output: int
    """Descriptor for reading its stdout and stderr."""

    def ending(self, wait: float) -> Ending | None:
        """Return the ending of the process after at most ``wait`` seconds, or None while it runs."""

    def cpu_seconds(self) -> float:
        """Return the processor time that the worker has used."""

    def excess_memory(self) -> bool:
        """Return whether the worker exceeds its memory limit on a system whose kernel does not enforce the limit."""

    def kill(self) -> None:
        """End the worker and every process that it started."""

"""The judge's side of worker processes: forked by the zygote, or started as fresh interpreters."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from contextlib import suppress

from torchgrade.errors import InternalError
from torchgrade.model.told import told
from torchgrade.protocol.worker import Ending
from torchgrade.sandbox import link

_SCHEDULED = 2
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class ForkedWorker:
    """A worker that the zygote forked."""

    def __init__(self, source: ForkedWorkers, pid: int, connection: socket.socket, output: int) -> None:
        self.source = source
        self.pid = pid
        self.socket = connection
        self.output = output
        self._cpu = 0.0
        # The kernel's number for the clock of a whole process (man 3 clock_getcpuclockid).
        self._clock = ~pid << 3 | _SCHEDULED

    def ending(self, wait: float) -> Ending | None:
        """Return how the worker ended, as the zygote reports it."""
        return self.source.ending_of(self.pid, wait)

    def cpu_seconds(self) -> float:
        """Return user and system time of the process."""
        try:
            self._cpu = time.clock_gettime(self._clock)
        except OSError:
            # The process has ended, or this kernel does not tell it so.
            self._cpu = max(self._cpu, self._recorded_seconds())
        return self._cpu

    def _recorded_seconds(self) -> float:
        """Return the same from the kernel's record of the process, or 0, at thirty times the cost."""
        with (
            suppress(OSError, IndexError, ValueError),
            open(f"/proc/{self.pid}/stat", "rb") as file,
        ):
            fields = file.read().rpartition(b")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS
        return 0.0

    def excess_memory(self) -> bool:
        """Return False, because the kernel enforces the limit."""
        return False

    def kill(self) -> None:
        """Have the zygote kill the worker."""
        self.source.kill(self.pid)


class ForkedWorkers:
    """The judge's link to the zygote."""

    def __init__(self, zygote: socket.socket, memory: int) -> None:
        self.zygote = zygote
        self.memory = memory
        self.endings: dict[int, Ending] = {}
        self._ordered = False

    def order(self) -> None:
        """Have the zygote fork the first worker already."""
        if not self._ordered:
            self.zygote.send(link.MESSAGE.pack(link.FORK, self.memory, 0))
            self._ordered = True

    def start(self) -> ForkedWorker:
        """Return a fresh worker."""
        self.order()
        self._ordered = False
        while True:
            data, descriptors, _, _ = socket.recv_fds(self.zygote, link.SIZE, 2)
            if len(data) != link.SIZE:
                raise InternalError(told("error.worker.no_zygote"))
            verb, number, status = link.MESSAGE.unpack(data)
            if verb == link.WORKER:
                # The kernel may reuse an id, so the ending of its previous owner must not count for this worker.
                self.endings.pop(number, None)
                return ForkedWorker(self, number, socket.socket(fileno=descriptors[0]), descriptors[1])
            if verb == link.NO_WORKER:
                raise InternalError(told("error.worker.not_started", reason=os.strerror(number)))
            self.endings[number] = Ending(status)

    def ending_of(self, pid: int, wait: float) -> Ending | None:
        """Return how that worker ended, after reading the zygote's messages."""
        end = time.monotonic() + wait
        while pid not in self.endings:
            ready, _, _ = select.select([self.zygote], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            data = self.zygote.recv(link.SIZE)
            if len(data) != link.SIZE:
                raise InternalError(told("error.worker.no_zygote"))
            verb, number, status = link.MESSAGE.unpack(data)
            if verb == link.EXITED:
                self.endings[number] = Ending(status)
        return self.endings[pid]

    def kill(self, pid: int) -> None:
        """Have the zygote kill that worker, if it has not ended."""
        if pid not in self.endings:
            with suppress(OSError):
                self.zygote.send(link.MESSAGE.pack(link.KILL, pid, signal.SIGKILL))

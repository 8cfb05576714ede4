"""One zygote with its bench, as the command keeps them, from start to end. This module does not import torch."""

from __future__ import annotations

import contextlib
import select
import subprocess
import threading
from collections.abc import Sequence

from torchgrade.errors import InternalError
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import phrase
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.sandbox import wire
from torchgrade.sandbox.confinement.bubblewrap import KILLED
from torchgrade.sandbox.confinement.plan import Plan
from torchgrade.sandbox.confinement.records import Isolation
from torchgrade.sandbox.zygote_start import started

_START_SECONDS = 300.0
_TAIL = 2000


class EngineDiedError(Exception):
    """The zygote or the bench ended."""


class NotStartedError(InternalError):
    """The zygote or the bench ended before they were ready."""

    def __init__(self, output: str, status: int | None = None) -> None:
        """Make the error.

        :param output: last lines of the processes; empty if there are none.
        :param status: exit status of the zygote; None if it still runs.
        """
        # What a library printed before is no reason for the end of processes that got SIGKILL.
        reason = phrase("error.processes.killed") if status in KILLED else output or phrase("error.processes.silent")
        super().__init__(told("error.processes.not_started", output=reason))
        self.was_killed = status in KILLED or not output


class Processes:
    """One zygote with its bench, from start to end."""

    def __init__(self, config: RunConfig, plan: Plan, *, full: bool, before: Sequence[str] = ()) -> None:
        """Start the processes.

        :param before: words to put before the zygote's command line: those of bubblewrap.
        """
        self._zygote = started(full=full, before=before)
        self.log, self.process = self._zygote.log, self._zygote.process
        self.control = wire.Connection(self._zygote.control)
        self.bench = wire.Connection(self._zygote.command)
        self.sending = threading.Lock()
        try:
            self.isolation = self._confine(plan, config.limits.memory_bytes)
            self.course = self._configure(config)
        except BaseException:
            self.close()
            raise

    def _confine(self, plan: Plan, memory: int) -> Isolation:
        order = wire.Confine(plan=plan, memory_bytes=memory)
        return wire.decode_from_zygote(self._ask(self.control, order)).isolation

    def _ask(self, connection: wire.Connection, order: wire.Confine | wire.Configure) -> bytes:
        connection.stream.settimeout(_START_SECONDS)
        try:
            connection.send(order)
            frame = connection.receive()
        except (OSError, TimeoutError):
            frame = None
        connection.stream.settimeout(None)
        if frame is None:
            # The process needs a moment to write its last lines.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            raise NotStartedError(self.tail(), self.process.poll())
        return frame

    def _configure(self, config: RunConfig) -> CourseInfo:
        frame = self._ask(self.bench, wire.Configure(config=config))
        answer = wire.decode_to_command(frame)
        if isinstance(answer, wire.Refused):
            raise answer.as_error()
        if not isinstance(answer, wire.Configured):
            raise InternalError(told("error.processes.unexpected"))
        return answer.course

    def alive(self) -> bool:
        """Return whether the zygote and the bench still run.

        Their sockets are asked too. They close before a judge of these processes ends, so that the end of the engine is
        never taken for the end of one judge. Another thread may close the processes meanwhile, and waits for their end
        then, so that the process itself cannot be asked; closed sockets have no number that could be registered.
        """
        if self.process.poll() is not None:
            return False
        ends = select.poll()
        try:
            for connection in (self.control, self.bench):
                ends.register(connection.stream, 0)
        except ValueError:
            return False
        return not ends.poll(0)

    def order(self, record: wire.ToBench, fd: int | None = None) -> None:
        """Send an order to the bench. Raise :class:`EngineDiedError` if it is gone."""
        try:
            with self.sending:
                self.bench.send(record, fd)
        except OSError as error:
            raise EngineDiedError from error

    def tail(self) -> str:
        """Return the last lines that the processes wrote to stderr; empty if there are none."""
        with contextlib.suppress(OSError, ValueError):
            self.log.flush()
            self.log.seek(0)
            return self.log.read()[-_TAIL:].strip()
        return ""

    def close(self) -> None:
        """End the zygote and all its child processes."""
        self._zygote.close()

"""The bench: trusted, keeps the course of a run warm, and forks a judge for each submission (ruling 23)."""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from msgspec import structs

from torchgrade.checking.course import Course
from torchgrade.checking.loading import load_course
from torchgrade.checking.preparing import prepare_course
from torchgrade.errors import TorchgradeError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import link, own_process, preloading, wire
from torchgrade.sandbox.judge import judge
from torchgrade.sandbox.rehearsal import read_stubs, rehearse
from torchgrade.sandbox.workers import ForkedWorkers

_JUDGING_BYTES = 4 << 30
"""Memory of a judge beyond the bench's. A check that unpacks a worker's values must not exhaust the machine."""
_GARBAGE = 50_000
"""New objects after which a judge searches for garbage."""


class _SealingWorkers(ForkedWorkers):
    """Link to the zygote, with sealed memory for data sets."""

    def seal(self, data: bytes) -> int | None:
        """Return a descriptor of an unchangeable copy of the bytes."""
        return own_process.sealed_memfd(data)


@dataclass(slots=True)
class _Judge:
    """A judge that runs, with its socket to the command."""

    pid: int
    job: int
    connection: wire.Connection
    is_unwanted: bool = False


class Bench:
    """Server of the command on one socket. It sends new judges' links to the zygote on another socket."""

    def __init__(self, command: socket.socket, zygote: socket.socket, level: SandboxLevel, *, full: bool) -> None:
        self.command = wire.Connection(command)
        self.level = level
        self.full = full
        self.zygote = zygote
        self.judges: dict[int, _Judge] = {}
        self.course: Course | None = None
        self.config: RunConfig | None = None

    def serve(self) -> None:
        """Obey the command until it is gone."""
        poll = select.poll()
        poll.register(self.command.stream, select.POLLIN)
        while True:
            for fd, _ in poll.poll():
                if fd == self.command.stream.fileno():
                    frame = self.command.receive()
                    if frame is None:
                        return
                    pidfd = self._obey(wire.decode_to_bench(frame))
                    if pidfd is not None:
                        poll.register(pidfd, select.POLLIN)
                elif fd in self.judges:
                    poll.unregister(fd)
                    self._reap(self.judges.pop(fd))
                    os.close(fd)

    def _obey(self, order: wire.ToBench) -> int | None:
        match order:
            case wire.Configure(config=config):
                self._configure(config)
            case wire.KillJudge(job=job):
                for judge_ in self.judges.values():
                    if judge_.job == job:
                        judge_.is_unwanted = True
                        with suppress(ProcessLookupError):
                            os.kill(judge_.pid, signal.SIGKILL)
            case wire.StartJudge(job=job):
                return self._start_judge(job, self.command.descriptors.pop(0))
        return None

    def _configure(self, config: RunConfig) -> None:
        try:
            self.course = load_course(config)
            prepare_course(self.course)
            if self.full:
                read_stubs(self.course)
                preloading.settle(full=True)
            # From here on the level is the level that workers have, which may be better than the requested level.
            self.config = structs.replace(config, sandbox=self.level)
            self.command.send(wire.Configured(course=self.course.info))
        except TorchgradeError as error:
            self.command.send(wire.Refused.of(error))

    def _start_judge(self, job: int, descriptor: int) -> int:
        ours, zygotes = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        socket.send_fds(self.zygote, [link.MESSAGE.pack(link.JUDGE, 0, 0)], [zygotes.fileno()])
        zygotes.close()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_judge(descriptor, ours, parent)
        ours.close()
        pidfd = os.pidfd_open(pid)
        # Kept until the judge ends, because only the bench learns how a judge ended.
        self.judges[pidfd] = _Judge(pid, job, wire.Connection(socket.socket(fileno=descriptor)))
        return pidfd

    def _reap(self, ended: _Judge) -> None:
        _, status = os.waitpid(ended.pid, 0)
        # No limit of a judge sends this signal, so it is no fault of the submission.
        if os.waitstatus_to_exitcode(status) == -signal.SIGKILL and not ended.is_unwanted:
            with suppress(OSError):
                ended.connection.send(wire.Killed())
        ended.connection.close()

    def _become_judge(self, descriptor: int, zygote: socket.socket, parent: int) -> NoReturn:
        try:
            own_process.die_with(parent)
            own_process.hide()
            # One submission leaves little garbage, and each search for it writes to pages shared with the bench.
            gc.set_threshold(_GARBAGE)
            self.command.close()
            self.zygote.close()
            for other in self.judges.values():
                other.connection.close()
            if self.course is None or self.config is None:
                os._exit(1)
            course, config, limits = self.course, self.config, self.config.limits
            workers = _SealingWorkers(zygote, limits.memory_bytes)

            def limit_reading() -> None:
                own_process.limit_cpu(limits.reading_seconds)
                own_process.limit_memory(limits.reading_bytes)

            def limit_judging() -> None:
                own_process.lift_limits()
                own_process.limit_memory(_JUDGING_BYTES)

            judge(
                wire.Connection(socket.socket(fileno=descriptor)),
                course,
                config,
                workers,
                limit_reading,
                limit_judging,
                lambda: rehearse(course, config, workers),
            )
        finally:
            sys.stderr.flush()
            os._exit(0)

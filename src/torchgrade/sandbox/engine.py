"""The command's handle on the zygote and its judges: starts them, sends requests, and survives their failures.

This module does not import torch. One thread per slot drives one judge at a time. When the zygote dies, the first
thread that notices starts another one. The interrupted submissions run again, each alone.
"""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress

from msgspec import Struct, structs

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show
from torchgrade.sandbox import failures, tries, wire
from torchgrade.sandbox.confinement.records import Isolation
from torchgrade.sandbox.engine_processes import EngineDiedError, Processes
from torchgrade.sandbox.patience import patience
from torchgrade.sandbox.starter import Starter
from torchgrade.sandbox.tries import Found, JudgeDiedError
from torchgrade.sandbox.turns import Turns

_ASK_SECONDS = 0.2
"""Seconds between two questions whether a result is still wanted."""


class OutdatedError(Exception):
    """The result is no longer wanted, and the judge was ended."""


class _Waiting(Struct, frozen=True):
    """A started judge without a request."""

    processes: Processes
    connection: wire.Connection
    job: int


class Engine:
    """Engine that judges submissions on this machine, as many at a time as there are slots."""

    def __init__(
        self,
        config: RunConfig,
        *,
        jobs: int = 1,
        full: bool = True,
        refuse: bool = True,
        without: Sequence[str] = (),
    ) -> None:
        """Start the processes.

        :param full: warm up for a class, not for a single check.
        :param refuse: whether to refuse workers that are less isolated than the run needs.
        :param without: layers to leave out, which shows what each layer prevents. The engine then refuses no level.
        """
        self.jobs = jobs
        self.starts = 0
        self._starter = Starter(config, full=full, refuse=refuse and not without, without=without)
        self._turns = Turns()
        self._starting = threading.Lock()
        self._numbers = itertools.count(1)
        self._closed = False
        self._waiting: _Waiting | None = None
        self._processes = self._start()
        self.course = self._processes.course
        self.config = structs.replace(config, sandbox=self.isolation.level)
        """Configuration as workers have it, with the level that was reached."""

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop everything that still runs. May be called at any time, and more than once."""
        self._closed = True
        if self._waiting is not None:
            self._waiting.connection.close()
        self._processes.close()

    @property
    def pid(self) -> int:
        """Process id of the zygote."""
        return self._processes.process.pid

    @property
    def isolation(self) -> Isolation:
        """Confinement of the workers."""
        return self._processes.isolation

    def run(self, requests: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        """Judge requests, each pulled when a slot is free, and yield each with its result, in any order."""
        with ThreadPoolExecutor(self.jobs, thread_name_prefix="slot") as slots:
            running: dict[Future[SubmissionResult], JudgeRequest] = {}
            try:
                for request in itertools.islice(requests, self.jobs):
                    running[slots.submit(self.judge, request)] = request
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        finished = running.pop(future)
                        for request in itertools.islice(requests, 1):
                            running[slots.submit(self.judge, request)] = request
                        yield finished, future.result()
            finally:
                if running:
                    self.close()

    def judge(self, request: JudgeRequest, is_outdated: Callable[[], bool] | None = None) -> SubmissionResult:
        """Return the result of one submission. This returns whatever the submission's code does.

        :param is_outdated: asked now and then while a judge works: whether the result is no longer wanted.
        :raises OutdatedError: the result is no longer wanted.
        """
        start = time.monotonic()
        with self._turns.shared():
            found = self._try(request, is_outdated)
        for done in range(1, tries.MOST):
            if tries.is_final(found, done, self.config):
                break
            with self._turns.alone():
                found = self._try(request, is_outdated)
        return failures.timed(tries.result_of(found, request, self.course, self.config), start)

    def prepare(self) -> None:
        """Start the judge of the next request now, so that the request need not wait. For engines of one slot."""
        if self._waiting is None and self._processes.alive():
            with suppress(EngineDiedError):
                self._waiting = self._start_judge(self._processes)

    def _try(self, request: JudgeRequest, is_outdated: Callable[[], bool] | None) -> Found:
        processes = self._living()
        try:
            found: Found = self._ask(processes, request, is_outdated)
        except (JudgeDiedError, EngineDiedError) as error:
            found = error
        is_ours = failures.is_error(found.result) if isinstance(found, wire.Verdict) else True
        # A judge may still report that its zygote is gone, and that report is no result.
        return EngineDiedError() if is_ours and _has_ended(processes) else found

    def _living(self) -> Processes:
        """Return live processes, after starting them again if they are dead."""
        with self._starting:
            if not self._processes.alive() and not self._closed:
                self._processes.close()
                self._processes = self._start()
                if self._closed:
                    # Closed meanwhile by another thread, which knew only the dead processes.
                    self._processes.close()
            return self._processes

    def _start(self) -> Processes:
        self.starts += 1
        return self._starter.start()

    def _start_judge(self, processes: Processes) -> _Waiting:
        ours, judges = socket.socketpair()
        connection = wire.Connection(ours)
        job = next(self._numbers)
        try:
            processes.order(wire.StartJudge(job=job), judges.fileno())
        except EngineDiedError:
            connection.close()
            raise
        finally:
            judges.close()
        return _Waiting(processes, connection, job)

    def _judge_of(self, processes: Processes) -> _Waiting:
        """Return the waiting judge. If it belongs to other processes or does not exist, return a new judge."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting.processes is processes:
            return waiting
        if waiting is not None:
            waiting.connection.close()
        return self._start_judge(processes)

    def _ask(self, processes: Processes, request: JudgeRequest, is_outdated: Callable[[], bool] | None) -> wire.Verdict:
        judge = self._judge_of(processes)
        connection, reading = judge.connection, False
        try:
            connection.stream.settimeout(patience(self.course, self.config.limits))
            connection.send(request)
            while (frame := self._receive(connection, is_outdated)) is not None:
                match wire.decode_to_command(frame):
                    case wire.Reading():
                        reading = True
                    case wire.Read():
                        reading = False
                    case wire.Verdict() as verdict:
                        return verdict
                    case wire.Broken() as broken:
                        raise JudgeDiedError(reading=False, reason=broken.detail)
                    case wire.Killed():
                        ended = phrase("error.processes.judge_killed")
                        raise JudgeDiedError(reading=False, reason=ended, killed=True)
        except TimeoutError:
            processes.order(wire.KillJudge(job=judge.job))
            raise JudgeDiedError(reading=reading, reason=phrase("error.processes.judge_slow")) from None
        except OutdatedError:
            processes.order(wire.KillJudge(job=judge.job))
            raise
        except OSError:
            pass
        finally:
            connection.close()
        said = [show(line) for line in processes.tail().splitlines()[-1:]]
        ended = phrase("error.processes.judge_ended")
        raise JudgeDiedError(reading=reading, reason=listed([ended, *said], "sentence"))

    def _receive(self, connection: wire.Connection, is_outdated: Callable[[], bool] | None) -> bytes | None:
        """Return the next frame of a judge, as the connection does.

        Ask meanwhile whether the result is still wanted.
        """
        if is_outdated is None:
            return connection.receive()
        deadline = time.monotonic() + patience(self.course, self.config.limits)
        while True:
            connection.stream.settimeout(_ASK_SECONDS)
            try:
                return connection.receive()
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
                if is_outdated():
                    raise OutdatedError from None


def _has_ended(processes: Processes) -> bool:
    """Return whether the processes ended; the zygote needs a moment to end after its bench, and the reverse."""
    for _ in range(20):
        if not processes.alive():
            return True
        time.sleep(0.01)
    return False

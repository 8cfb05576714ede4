"""The command's handle on the zygote and its judges: starts them, feeds them, and survives whatever they do.

Imports no torch. One thread a slot drives one judge at a time; when the zygote dies, the first thread that
notices starts another, and the submissions that were under way run again, each alone.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TextIO

import torchgrade.errors
from torchgrade.checking.requests import Request
from torchgrade.errors import InternalError, TorchgradeError
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import failures, wire
from torchgrade.sandbox.turns import Turns
from torchgrade.sandbox.warmup import environment

_START_SECONDS = 300.0
_TAIL = 2000


class _EngineDiedError(Exception):
    """The zygote or the bench ended."""


class _JudgeDiedError(Exception):
    """A judge ended without a verdict, or took far too long."""

    def __init__(self, *, reading: bool, reason: str) -> None:
        super().__init__(reason)
        self.reading = reading
        self.reason = reason


class _Processes:
    """One zygote with its bench, from start to end."""

    def __init__(self, config: RunConfig, *, full: bool) -> None:
        self.log: TextIO = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - closed with the rest
        control, zygotes = socket.socketpair()
        command, benches = socket.socketpair()
        descriptors = (zygotes.fileno(), benches.fileno())
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
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
        self.control = control
        self.bench = wire.Connection(command)
        self.sending = threading.Lock()
        try:
            self.course = self._configure(config)
        except BaseException:
            self.close()
            raise

    def _configure(self, config: RunConfig) -> CourseInfo:
        self.bench.stream.settimeout(_START_SECONDS)
        try:
            self.bench.send(wire.Configure(config=config))
            frame = self.bench.receive()
        except (OSError, TimeoutError):
            frame = None
        if frame is None:
            raise InternalError(f"The grading processes could not be started: {self.tail()}")
        answer = wire.decode_to_command(frame)
        if isinstance(answer, wire.Refused):
            raise getattr(torchgrade.errors, answer.error, TorchgradeError)(answer.message)
        if not isinstance(answer, wire.Configured):
            raise InternalError("The bench said something else than expected when it started; please report this.")
        self.bench.stream.settimeout(None)
        return answer.course

    def alive(self) -> bool:
        """Return whether the zygote and the bench still run; the zygote ends with its bench."""
        return self.process.poll() is None

    def order(self, record: wire.ToBench, fd: int | None = None) -> None:
        """Tell the bench something; raise :class:`_EngineDiedError` where it is gone."""
        try:
            with self.sending:
                self.bench.send(record, fd)
        except OSError as error:
            raise _EngineDiedError from error

    def tail(self) -> str:
        """Return the last lines that the processes wrote to stderr."""
        self.log.flush()
        with contextlib.suppress(OSError, ValueError):
            self.log.seek(0)
            return self.log.read()[-_TAIL:].strip() or "they said nothing"
        return "they said nothing"

    def close(self) -> None:
        """End the zygote, and with it everything below it."""
        self.control.close()
        self.bench.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Engine:
    """Judges submissions on this machine, as many at a time as there are slots."""

    def __init__(self, config: RunConfig, *, jobs: int = 1, full: bool = True) -> None:
        self.config = config
        self.jobs = jobs
        self.full = full
        self.starts = 0
        self._turns = Turns()
        self._starting = threading.Lock()
        self._numbers = itertools.count(1)
        self._closed = False
        self._processes = self._start()
        self.course = self._processes.course

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop everything that still runs; may be called at any time, and twice."""
        self._closed = True
        self._processes.close()

    @property
    def pid(self) -> int:
        """Process id of the zygote."""
        return self._processes.process.pid

    def run(self, requests: Iterator[Request]) -> Iterator[tuple[Request, SubmissionResult]]:
        """Judge requests, pulled as there is room for them; yield each with its result, in any order."""
        with ThreadPoolExecutor(self.jobs, thread_name_prefix="slot") as slots:
            running: dict[Future[SubmissionResult], Request] = {}
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

    def judge(self, request: Request) -> SubmissionResult:
        """Return the result of one submission; whatever its code does, this returns."""
        start = time.monotonic()
        with self._turns.shared():
            found = self._try(request)
        if isinstance(found, wire.Verdict) and not found.starved and not failures.is_error(found.result):
            return failures.timed(found.result, start)
        if isinstance(found, _JudgeDiedError) and found.reading:
            return failures.timed(failures.unreadable(request, self.course, self.config), start)
        # A fault of ours, a starved worker or a dead zygote: once more, with nothing beside it.
        with self._turns.alone():
            again = self._try(request)
        if isinstance(again, wire.Verdict):
            return failures.timed(again.result, start)
        if isinstance(again, _EngineDiedError):
            return failures.timed(failures.ended_engine(request, self.course, self.config), start)
        if again.reading:
            return failures.timed(failures.unreadable(request, self.course, self.config), start)
        return failures.timed(failures.ours(request, self.course, self.config, str(again)), start)

    def _try(self, request: Request) -> wire.Verdict | _JudgeDiedError | _EngineDiedError:
        processes = self._living()
        try:
            return self._ask(processes, request)
        except (_JudgeDiedError, _EngineDiedError) as error:
            return error

    def _living(self) -> _Processes:
        """Return processes that live, after starting them again where they do not."""
        with self._starting:
            if not self._processes.alive() and not self._closed:
                self._processes.close()
                self._processes = self._start()
            return self._processes

    def _start(self) -> _Processes:
        self.starts += 1
        return _Processes(self.config, full=self.full)

    def _ask(self, processes: _Processes, request: Request) -> wire.Verdict:
        ours, judges = socket.socketpair()
        job = next(self._numbers)
        connection = wire.Connection(ours)
        reading = False
        try:
            processes.order(wire.StartJudge(job=job), judges.fileno())
            judges.close()
            ours.settimeout(self._patience())
            connection.send(request)
            while (frame := connection.receive()) is not None:
                match wire.decode_to_command(frame):
                    case wire.Reading():
                        reading = True
                    case wire.Read():
                        reading = False
                    case wire.Verdict() as verdict:
                        return verdict
                    case wire.Broken(message=message):
                        raise _JudgeDiedError(reading=False, reason=message)
        except TimeoutError:
            processes.order(wire.KillJudge(job=job))
            raise _JudgeDiedError(
                reading=reading, reason="The judge took far longer than its limits add up to."
            ) from None
        except OSError:
            pass
        finally:
            judges.close()
            connection.close()
        # The zygote takes a moment to follow its bench, and the bench to follow its zygote.
        for _ in range(20):
            if not processes.alive():
                raise _EngineDiedError
            time.sleep(0.01)
        raise _JudgeDiedError(reading=reading, reason=f"The judge ended without a verdict: {processes.tail()}")

    def _patience(self) -> float:
        """Return how long a submission may take when every check uses all its limits."""
        checks = sum(len(exercise.checks) for exercise in self.course.exercises)
        return 60.0 + self.config.limits.reading_seconds + 3 * checks * self.config.limits.wall_seconds

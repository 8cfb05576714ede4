"""Submissions judged by interpreters of their own, for platforms without fork (ruling 28)."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.errors import InternalError
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.sandbox import failures, interpreters, wire
from torchgrade.sandbox.patience import patience

_START_SECONDS = 300.0


class SpawnEngine:
    """Engine that starts a judge and judges one submission."""

    def __init__(self, config: RunConfig) -> None:
        self.config = config
        ours, judges = socket.socketpair()
        self._process = interpreters.start("judge", judges.fileno())
        judges.close()
        self._connection = wire.Connection(ours)
        ours.settimeout(_START_SECONDS)
        try:
            self.course = self._configure()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> SpawnEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the judge and its worker."""
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _configure(self) -> CourseInfo:
        self._send(wire.Configure(config=self.config))
        answer = self._receive()
        if isinstance(answer, wire.Refused):
            raise answer.as_error()
        if not isinstance(answer, wire.Configured):
            raise InternalError(told("error.processes.judge"))
        return answer.course

    def _send(self, record: wire.Configure | JudgeRequest) -> None:
        # A judge that has ended is noticed when its answer is awaited.
        with suppress(OSError):
            self._connection.send(record)

    def _receive(self) -> wire.ToCommand | None:
        try:
            frame = self._connection.receive()
        except OSError:
            return None
        return None if frame is None else wire.decode_to_command(frame)

    def judge(self, request: JudgeRequest) -> SubmissionResult:
        """Return the result of the submission."""
        start, reading = time.monotonic(), False
        self._connection.stream.settimeout(patience(self.course, self.config.limits))
        self._send(request)
        while True:
            answer = self._receive()
            match answer:
                case wire.Reading():
                    reading = True
                case wire.Read():
                    reading = False
                case wire.Verdict():
                    return failures.timed(answer.result, start)
                case _ if reading:
                    return failures.timed(failures.unreadable(request, self.course, self.config), start)
                case _:
                    ended = phrase("error.processes.judge_ended")
                    detail = answer.detail if isinstance(answer, wire.Broken) else ended
                    return failures.timed(failures.ours(request, self.course, self.config, detail), start)


class SpawnedSeries:
    """Engine that judges submissions one after another, each with its own interpreters.

    Slow, and without confinement.
    """

    def __init__(self, config: RunConfig) -> None:
        self.config = config
        self._next: SpawnEngine | None = SpawnEngine(config)
        self.course = self._next.course

    def run(self, requests: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        """Judge requests in their order; yield each with its result."""
        for request in requests:
            with self._next or SpawnEngine(self.config) as engine:
                self._next = None
                yield request, engine.judge(request)

    def close(self) -> None:
        """End a judge that was started and never used."""
        if self._next is not None:
            self._next.close()

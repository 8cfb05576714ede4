"""The executor for a Dask cluster: submissions travel as bytes, and their results are kept by this command."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty

import msgspec
from msgspec import structs

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.errors import UsageError
from torchgrade.grading.cluster import events, records
from torchgrade.grading.cluster.crew import MOST_STOPS, Crew, Flight
from torchgrade.grading.cluster.likeness import unlike, unlike_home
from torchgrade.grading.cluster.link import Link
from torchgrade.grading.cluster.waiting import Waiting
from torchgrade.grading.executors import Tell
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import Phrase, Words, listed, phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.sandbox import failures

_ASK_SECONDS = 0.5
"""Seconds between two looks whether a sentence about missing workers is due."""

Result = tuple[JudgeRequest, SubmissionResult]


class DaskExecutor:
    """Executor whose workers judge on other machines, each with one zygote."""

    def __init__(self, link: Link, config: RunConfig, tell: Tell) -> None:
        """Wait until every worker that is there is ready.

        :raises UsageError: no scheduler answers, or a worker cannot grade or differs from another one.
        """
        self._link = link
        self._tell = tell
        self._crew = Crew()
        self._names: dict[str, str] = {}
        self._greeted: set[str] = set()
        self._first: tuple[str, records.Ready] | None = None
        self._is_connected = False
        self._has_begun = False
        self._waiting = Waiting(lambda: tell(phrase("cluster.waiting", address=show_name(link.address))))
        try:
            while not self._crew or self._greeted:
                self._step()
            self._has_begun = True
        except BaseException:
            self.close()
            raise
        self._config = structs.replace(config, sandbox=self._reference.level)

    @property
    def _reference(self) -> records.Ready:
        assert self._first is not None
        return self._first[1]

    @property
    def course(self) -> CourseInfo:
        """Exercises of the run, as the workers loaded them."""
        return self._reference.course

    def close(self) -> None:
        """End the run's processes on every worker, and the connection."""
        self._link.close()

    def run(self, requests: Iterator[JudgeRequest]) -> Iterator[Result]:
        """Yield each request with its result, in any order; pull a request when a worker has room for it."""
        is_whole = False
        try:
            while self._fill(requests) or self._crew.has_flights:
                yield from self._step()
            is_whole = True
        finally:
            if not is_whole:
                self.close()

    def _fill(self, requests: Iterator[JudgeRequest]) -> bool:
        """Send submissions while workers have room. Return whether there may be more of them."""
        while (again := self._crew.restart()) is not None:
            self._send(*again)
        while (address := self._crew.vacancy()) is not None:
            request = next(requests, None)
            if request is None:
                self._spread()
                return False
            self._send(address, self._crew.start(address, request))
        return True

    def _spread(self) -> None:
        """Let no worker be idle while a submission waits on another one."""
        while (moved := self._crew.move()) is not None:
            number, address, flight = moved
            self._link.cancel(number)
            self._send(address, flight)

    def _send(self, address: str, flight: Flight) -> None:
        job = records.Job(run=self._link.run, request=flight.request)
        self._link.send(address, flight.number, records.encode(job))

    def _step(self) -> list[Result]:
        """Handle the next event, if one comes soon. Return the results that it brings."""
        self._waiting.look(is_over=not self._is_connected or bool(self._crew) or bool(self._greeted))
        try:
            event = self._link.events.get(timeout=_ASK_SECONDS)
        except Empty:
            return []
        match event:
            case events.Gone():
                entry = "cluster.no_scheduler" if event.is_start else "cluster.gone"
                raise UsageError(told(entry, address=show_name(self._link.address), reason=event.reason))
            case events.Connected():
                self._is_connected = True
            case events.Seen():
                self._greeted.add(event.address)
            case events.Joined():
                self._greeted.discard(event.address)
                self._names[event.address] = event.ready.name
                self._admit(event)
            case events.Unfit():
                self._greeted.discard(event.address)
                self._names[event.address] = event.name
                self._refuse(event.address, event.reason)
            case events.Left():
                self._greeted.discard(event.address)
                return self._left(event.address)
            case events.Answered():
                return self._answered(event)
            case events.Failed() if event.address in self._crew:
                return self._failed(event.address, event.reason)
        return []

    def _admit(self, event: events.Joined) -> None:
        """Give a worker submissions from now on, unless it differs from this command or from the first worker."""
        found: list[Phrase] = unlike_home(event.ready)
        whom: Words = phrase("cluster.this_command")
        if not found and self._first is not None:
            found, whom = unlike(self._reference, event.ready), self._worker(self._first[0])
        if found:
            self._refuse(event.address, phrase("cluster.unlike", whom=whom, differences=listed(found, "semicolon")))
            return
        self._first = self._first or (event.address, event.ready)
        self._crew.join(event.address, event.slots)

    def _refuse(self, address: str, reason: Words) -> None:
        """Go on without a worker. Refuse the run if it has not begun.

        :raises UsageError: the run has not begun.
        """
        if not self._has_begun:
            raise UsageError(told("cluster.unfit", worker=self._worker(address), reason=reason))
        self._tell(phrase("cluster.without", worker=self._worker(address), reason=reason))

    def _left(self, address: str) -> list[Result]:
        """Run the submissions of a lost worker elsewhere, and report those that were on two of them."""
        if address not in self._crew:
            return []
        if self._has_begun:
            self._tell(phrase("cluster.left", worker=self._worker(address)))
        return self._remove(address)

    def _remove(self, address: str) -> list[Result]:
        again, lost = self._crew.leave(address)
        for flight in (*again, *lost):
            self._link.cancel(flight.number)
        return [self._lost(flight, address) for flight in lost]

    def _lost(self, flight: Flight, address: str) -> Result:
        detail = phrase("cluster.lost", count=flight.stops, worker=self._worker(address))
        return flight.request, failures.ours(flight.request, self.course, self._config, detail)

    def _answered(self, event: events.Answered) -> list[Result]:
        """Return the result in an answer, if it is the one of the submission that was sent."""
        flight = self._crew.flight(event.address, event.number)
        if flight is None:
            # It was on a worker that counted as lost.
            return []
        try:
            reply = records.decode_reply(event.data)
        except msgspec.DecodeError:
            return self._failed(event.address, phrase("cluster.wrong"))
        match reply:
            case records.Closed():
                # The worker's own processes ended, because it heard nothing of this command for too long.
                self._link.greet(event.address)
                return self._remove(event.address)
            case records.Broken():
                return self._failed(event.address, reply.reason)
            case records.Judged() if self._is_for(reply, flight.request):
                return self._judged(event, flight, reply.result)
        return self._failed(event.address, phrase("cluster.wrong"))

    def _judged(self, event: events.Answered, flight: Flight, result: SubmissionResult) -> list[Result]:
        if failures.is_ended_engine(result) and flight.stops + 1 < MOST_STOPS:
            # A machine that shuts down ends the processes too, so the result counts only if it repeats.
            self._crew.repeat(event.address, event.number)
            return []
        self._crew.finish(event.address, event.number)
        return [(flight.request, result)]

    def _failed(self, address: str, reason: Words) -> list[Result]:
        self._refuse(address, reason)
        return self._remove(address)

    def _is_for(self, reply: records.Judged, request: JudgeRequest) -> bool:
        """Return whether a result is for a request, made by the same versions as all others."""
        result = reply.result
        return (
            (reply.run, reply.digest) == (self._link.run, request.digest)
            and result.submission == request.submission
            and result.environment in {None, self.course.environment}
            and result.sandbox is self._config.sandbox
        )

    def _worker(self, address: str) -> Words:
        """Return the words for a worker: its address, and its name if it has one of its own."""
        name = self._names.get(address, "")
        if name in {"", address}:
            return show_name(address)
        return phrase("cluster.worker", name=show_name(name), address=show_name(address))

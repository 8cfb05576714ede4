"""Connection to a cluster: one thread that knows its workers, sends them jobs, and reports every event in a queue."""

from __future__ import annotations

import asyncio
import itertools
import threading
import warnings
from contextlib import suppress
from queue import SimpleQueue

import dask.config
import distributed
import msgspec
from distributed.versions import VersionMismatchWarning

from torchgrade.grading.cluster import events, records, sessions
from torchgrade.grading.cluster.addresses import is_safe
from torchgrade.model.phrases import Words, phrase
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show

START_SECONDS = 10.0
"""Seconds until a scheduler that does not answer counts as missing."""
_LOOK_SECONDS = 1.0
_KEEP_LOOKS = 15
_SILENT_SECONDS = 60.0
"""Seconds without an answer until the scheduler counts as lost."""
_END_SECONDS = 8.0
_JOIN_SECONDS = 3 * _END_SECONDS
_SETTINGS = {
    # The files of a submission may be large.
    "distributed.admin.large-graph-warning-threshold": "4GiB",
    "distributed.comm.timeouts.connect": f"{START_SECONDS:.0f}s",
}


class Link:
    """Connection to a scheduler and its workers, for one start of the command."""

    def __init__(self, address: str, security: distributed.Security | None, run: str, config: RunConfig) -> None:
        """Connect in a thread; the first event says if that failed."""
        self.address = address
        self.events: SimpleQueue[events.Event] = SimpleQueue()
        self.run = run
        self._security = security
        self._config = config
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._client: distributed.Client | None = None
        self._is_lost = False
        self._known: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._jobs: dict[int, asyncio.Task[None]] = {}
        self._thread = threading.Thread(target=self._live, name="cluster", daemon=True)
        self._thread.start()

    def send(self, address: str, number: int, job: bytes) -> None:
        """Send a job to a worker; :class:`events.Answered` or :class:`events.Failed` has its outcome."""
        self._call(self._send, address, number, job)

    def cancel(self, number: int) -> None:
        """Forget a job, because its worker is gone."""
        self._call(self._cancel, number)

    def greet(self, address: str) -> None:
        """Start the grading processes of a worker again."""
        self._call(self._known.discard, address)

    def close(self) -> None:
        """End the grading processes of the run on every worker, and the connection. May be called more than once."""
        self._call(self._stop.set)
        self._thread.join(_JOIN_SECONDS)

    @property
    def is_alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def _call(self, function: object, *arguments: object) -> None:
        # The loop is closed after the connection was lost, which the last event says.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(function, *arguments)  # type: ignore[arg-type]

    def _live(self) -> None:
        with dask.config.set(_SETTINGS), asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._work())

    async def _work(self) -> None:
        # A task of distributed that was cancelled must not print; every outcome of our own tasks is an event.
        self._loop.set_exception_handler(lambda _, __: None)
        connecting = asyncio.create_task(self._connect())
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not connecting.done():
            connecting.cancel()
            await asyncio.wait({connecting})
            return
        try:
            client = connecting.result()
        except Exception as error:  # noqa: BLE001 - whatever distributed raises, the run needs a sentence
            self._lose(_text(error), is_start=True)
            return
        self._client = client
        self.events.put(events.Connected())
        await self._stay(client)

    async def _connect(self) -> distributed.Client:
        with warnings.catch_warnings():
            # Versions are compared by name, with a sentence.
            warnings.simplefilter("ignore", VersionMismatchWarning)
            client = distributed.Client(
                self.address, asynchronous=True, security=self._security, timeout=START_SECONDS, set_as_default=False
            )
            try:
                await client
            except BaseException:
                await self._leave(client)
                raise
            return client

    async def _stay(self, client: distributed.Client) -> None:
        """Look for workers until the command ends or the connection is lost, then leave nothing behind."""
        looking = asyncio.create_task(self._look(client))
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({looking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if looking.done() and (error := looking.exception()) is not None:
            self._lose(phrase("cluster.lost_connection") if isinstance(error, OSError) else _text(error))
        tasks = {looking, stopping, *self._jobs.values(), *self._tasks}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(OSError, TimeoutError):
            if self._known and not self._is_lost:
                end = client.run(sessions.end, self.run, workers=list(self._known), on_error="ignore")
                await asyncio.wait_for(end, _END_SECONDS)
        await self._leave(client)

    async def _leave(self, client: distributed.Client) -> None:
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(client.close(), _END_SECONDS)

    def _lose(self, reason: Words, *, is_start: bool = False) -> None:
        """Report, once, that the scheduler does not answer any more."""
        if not self._is_lost:
            self._is_lost = True
            self.events.put(events.Gone(reason, is_start))

    async def _look(self, client: distributed.Client) -> None:
        """Report workers that come and go, until the connection is lost."""
        for looks in itertools.count(1):
            if client.status != "running":
                raise ConnectionError
            there: dict[str, int] = await asyncio.wait_for(client.nthreads(), _SILENT_SECONDS)
            for address in self._known - set(there):
                self._known.discard(address)
                self.events.put(events.Left(address))
            for address in sorted(set(there) - self._known):
                self._known.add(address)
                self.events.put(events.Seen(address))
                self._begin(self._greet(client, address, there[address]))
            if looks % _KEEP_LOOKS == 0 and self._known:
                self._begin(self._keep(client))
            await asyncio.sleep(_LOOK_SECONDS)

    async def _keep(self, client: distributed.Client) -> None:
        with suppress(OSError):
            await client.run(sessions.keep, self.run, workers=list(self._known), on_error="ignore")

    async def _greet(self, client: distributed.Client, address: str, slots: int) -> None:
        if not is_safe(address):
            self.events.put(events.Unfit(address, "", phrase("cluster.plain_worker")))
            return
        order = records.encode(records.Begin(run=self.run, config=self._config, slots=slots))
        try:
            answers = await client.run(sessions.begin, order, workers=[address], on_error="return")
        except Exception as error:  # noqa: BLE001 - whatever distributed raises, the worker cannot be used
            answers = {address: error}
        if address in self._known:
            self.events.put(greeting(address, slots, answers.get(address)))

    def _send(self, address: str, number: int, job: bytes) -> None:
        assert self._client is not None
        task = self._loop.create_task(self._judge(self._client, address, number, job))
        self._jobs[number] = task
        task.add_done_callback(lambda _: self._jobs.pop(number, None))

    def _cancel(self, number: int) -> None:
        task = self._jobs.get(number)
        if task is not None:
            task.cancel()

    async def _judge(self, client: distributed.Client, address: str, number: int, job: bytes) -> None:
        try:
            data = await self._submitted(client, address, number, job)
        except distributed.CancelledError:
            self._lose(phrase("cluster.lost_connection"))
        except Exception as error:  # noqa: BLE001 - whatever a worker raises is its failure, not that of a submission
            self.events.put(events.Failed(address, number, records.reason_of(error)))
        else:
            self.events.put(events.Answered(address, number, data if isinstance(data, bytes) else b""))

    async def _submitted(self, client: distributed.Client, address: str, number: int, job: bytes) -> object:
        future = client.submit(
            sessions.judge,
            job,
            key=f"torchgrade-{self.run}-{number}",
            workers=[address],
            allow_other_workers=False,
            pure=False,
        )
        try:
            return await future
        finally:
            # The scheduler and the worker forget the job and its result.
            future.release()

    def _begin(self, work: object) -> None:
        task: asyncio.Task[None] = self._loop.create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def greeting(address: str, slots: int, answer: object) -> events.Event:
    """Return the event for the answer of a worker to its first order."""
    if not isinstance(answer, bytes):
        reason = records.reason_of(answer) if isinstance(answer, Exception) else phrase("cluster.silent")
        return events.Unfit(address, "", reason)
    try:
        record = records.decode_greeting(answer)
    except msgspec.DecodeError as error:
        return events.Unfit(address, "", records.reason_of(error))
    if isinstance(record, records.Ready):
        return events.Joined(address, slots, record)
    return events.Unfit(address, record.name, record.reason.phrase or record.reason.message)


def _text(error: BaseException) -> str:
    return show(str(error).rstrip(".") or type(error).__name__)

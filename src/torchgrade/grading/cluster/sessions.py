"""Functions that run on a Dask worker: they start the grading processes of a run once, and judge with them.

They take and return bytes. Dask sends a function of an installed module by its name, and pickles nothing else of ours.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import platform
import threading
import time
from contextlib import suppress

import distributed
from distributed.core import Status

from torchgrade.errors import TorchgradeError, UsageError
from torchgrade.grading.cluster import records
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.sandbox.engine import Engine, OutdatedError
from torchgrade.sandbox.wire import Refused
from torchgrade.sandbox.zygote_start import can_fork

LEASE_SECONDS = 60.0
"""Seconds after the last sign of the command until its grading processes end, because a killed command says nothing."""
_LOOK_SECONDS = 1.0
_ENDING = {Status.stopping, Status.stopped, Status.closing, Status.closed, Status.failed}


class Session:
    """Grading processes of one run on this worker."""

    def __init__(self, order: records.Begin) -> None:
        self.engine = Engine(order.config, jobs=order.slots)
        self.is_closed = False
        self._until = 0.0
        self.renew()

    def renew(self) -> None:
        """Keep the processes for another while."""
        self._until = time.monotonic() + LEASE_SECONDS

    def is_outdated(self) -> bool:
        """Return whether no command waits for results any more."""
        return self.is_closed or time.monotonic() > self._until

    def close(self) -> None:
        """End the processes. A judge that works returns at once."""
        self.is_closed = True
        self.engine.close()


_sessions: dict[str, Session] = {}
_ended: set[str] = set()
_starting = threading.Lock()
_looking: set[asyncio.Task[None]] = set()


async def begin(data: bytes, dask_worker: distributed.Worker) -> bytes:
    """Start the grading processes of a run, if they do not wait already, and return their record."""
    order = records.decode_begin(data)
    name = str(dask_worker.name)
    try:
        # In a thread, because the worker must answer its scheduler meanwhile.
        session = await asyncio.to_thread(_open, order)
    except TorchgradeError as error:
        return records.encode(records.Unable(name=name, reason=Refused.of(error)))
    look = asyncio.create_task(_close_when_outdated(order.run, session))
    _looking.add(look)
    look.add_done_callback(_looking.discard)
    ready = records.Ready(
        name=name,
        distributed=importlib.metadata.version("distributed"),
        level=session.engine.isolation.level,
        course=session.engine.course,
    )
    return records.encode(ready)


def judge(data: bytes) -> bytes:
    """Judge one submission. Return its result, or why there is none.

    No exception leaves this function, because Dask would pickle it. A run waits forever for one that cannot be pickled.
    """
    job = records.decode_job(data)
    try:
        return _judged(job)
    except Exception as error:  # noqa: BLE001 - whatever this worker raises, the command goes on without it
        return records.encode(records.Broken(run=job.run, reason=records.reason_of(error)))


def _judged(job: records.Job) -> bytes:
    """Return the record of the result, or that the grading processes of the run are gone."""
    closed = records.encode(records.Closed(run=job.run))
    session = _sessions.get(job.run)
    if session is None or session.is_outdated():
        return closed
    session.renew()
    try:
        result = session.engine.judge(job.request, session.is_outdated)
    except OutdatedError:
        return closed
    if session.is_outdated() or distributed.get_worker().status in _ENDING:
        # The processes may have ended with this worker, and that would look as if the submission had ended them.
        return closed
    session.renew()
    return records.encode(records.Judged(run=job.run, digest=job.request.digest, result=result))


async def keep(run: str) -> None:
    """Keep the grading processes of a run for another while."""
    session = _sessions.get(run)
    if session is not None:
        session.renew()


async def end(run: str) -> None:
    """End the grading processes of a run."""
    _ended.add(run)
    session = _sessions.pop(run, None)
    if session is not None:
        await asyncio.to_thread(session.close)


def _open(order: records.Begin) -> Session:
    with _starting:
        session = _sessions.get(order.run)
        if session is not None and not session.is_outdated():
            return session
        _require_fork(order.config)
        session = _sessions[order.run] = Session(order)
        if order.run in _ended:
            # The command ended while the processes started.
            del _sessions[order.run]
            session.close()
        return session


def _require_fork(config: RunConfig) -> None:
    if not can_fork():
        raise UsageError(told("error.sandbox.no_fork", system=platform.system(), level=str(config.sandbox)))


async def _close_when_outdated(run: str, session: Session) -> None:
    """End the processes of a command that was killed, or with this worker."""
    try:
        while not session.is_outdated():
            await asyncio.sleep(_LOOK_SECONDS)
    finally:
        if _sessions.get(run) is session:
            with suppress(KeyError):
                del _sessions[run]
        if not session.is_closed:
            session.is_closed = True
            # In a thread, because it waits for processes.
            threading.Thread(target=session.close, daemon=True).start()

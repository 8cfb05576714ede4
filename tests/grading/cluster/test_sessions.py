"""The life of the grading processes of a run on a worker, with an engine in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from distributed.core import Status

from tests.conftest import request_of
from tests.grading.cluster.fake_link import ready_of
from tests.grading.conftest import result_of
from torchgrade.errors import UsageError
from torchgrade.grading.cluster import records, sessions
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import OutdatedError

CONFIG = RunConfig(exercises=("double",), data="d", data_root="", seed=1, hidden_seed=2)
BEGIN = records.encode(records.Begin(run="r", config=CONFIG, slots=2))
REQUEST = request_of({"a.py": b"x"})
JOB = records.encode(records.Job(run="r", request=REQUEST))
CLOSED = records.Closed(run="r")


class MemoryEngine:
    """Engine that gives two points, or does what ``act`` does."""

    made: list[MemoryEngine] = []
    act: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, config: RunConfig, *, jobs: int) -> None:
        self.course, self.isolation = ready_of("").course, SimpleNamespace(level=SandboxLevel.B)
        self.jobs, self.closed = jobs, 0
        self.made.append(self)
        type(self).act()

    def judge(self, request: Any, is_outdated: Callable[[], bool]) -> Any:
        type(self).act()
        if is_outdated():
            raise OutdatedError
        return result_of(request.submission)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A worker of Dask, without a session."""
    worker = SimpleNamespace(name="alpha", status=Status.running)
    monkeypatch.setattr(sessions, "Engine", MemoryEngine)
    monkeypatch.setattr(sessions.distributed, "get_worker", lambda: worker)
    monkeypatch.setattr(MemoryEngine, "made", [])
    yield worker
    sessions._sessions.clear()
    sessions._ended.clear()


def run(*steps: Any) -> list[Any]:
    """Return what each function gives, in one loop."""

    async def work() -> list[Any]:
        return [await answer if asyncio.iscoroutine(answer := step()) else answer for step in steps]

    return asyncio.run(work())


def test_a_worker_starts_one_engine_for_a_run_and_judges_with_it(worker: Any) -> None:
    first, second, reply = run(
        lambda: sessions.begin(BEGIN, worker), lambda: sessions.begin(BEGIN, worker), lambda: sessions.judge(JOB)
    )

    assert records.decode_greeting(first) == records.decode_greeting(second) == ready_of("alpha")
    assert [engine.jobs for engine in MemoryEngine.made] == [2]
    judged = records.decode_reply(reply)
    assert judged == records.Judged(run="r", digest=REQUEST.digest, result=result_of("ada"))


def test_a_job_of_a_run_that_has_not_begun_here_is_not_judged(worker: Any) -> None:
    assert records.decode_reply(sessions.judge(JOB)) == CLOSED


def test_the_end_of_a_run_ends_its_engine(worker: Any) -> None:
    *_, reply = run(lambda: sessions.begin(BEGIN, worker), lambda: sessions.end("r"), lambda: sessions.judge(JOB))

    assert [engine.closed for engine in MemoryEngine.made] == [1]
    assert records.decode_reply(reply) == CLOSED


def test_a_run_that_ends_while_its_engine_starts_leaves_no_engine(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryEngine, "act", staticmethod(lambda: sessions._ended.add("r")))
    run(lambda: sessions.begin(BEGIN, worker))

    assert [engine.closed for engine in MemoryEngine.made] == [1]
    assert sessions._sessions == {}


def test_without_a_sign_of_the_command_the_engine_ends_and_its_result_is_not_returned(
    worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget() -> None:
        for session in sessions._sessions.values():
            session._until = 0.0

    monkeypatch.setattr(sessions, "_LOOK_SECONDS", 0.01)
    run(lambda: sessions.begin(BEGIN, worker))
    sessions._sessions["r"] = sessions.Session(records.decode_begin(BEGIN))
    monkeypatch.setattr(MemoryEngine, "act", staticmethod(forget))

    assert records.decode_reply(sessions.judge(JOB)) == CLOSED


def test_a_result_that_was_made_while_the_worker_ends_is_not_returned(worker: Any) -> None:
    def stop() -> bytes:
        worker.status = Status.closing
        return sessions.judge(JOB)

    assert records.decode_reply(run(lambda: sessions.begin(BEGIN, worker), stop)[1]) == CLOSED


def test_a_sign_of_the_command_keeps_the_engine(worker: Any) -> None:
    def age() -> None:
        sessions._sessions["r"]._until = 0.0

    run(lambda: sessions.begin(BEGIN, worker), age, lambda: sessions.keep("r"), lambda: sessions.keep("other"))
    reply = run(lambda: sessions.begin(BEGIN, worker), lambda: sessions.judge(JOB))[1]

    assert isinstance(records.decode_reply(reply), records.Judged)


def test_an_engine_that_cannot_start_is_a_refusal_with_the_name_of_the_worker(
    worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise UsageError("level A is missing")

    monkeypatch.setattr(MemoryEngine, "act", staticmethod(refuse))
    record = records.decode_greeting(run(lambda: sessions.begin(BEGIN, worker))[0])

    assert isinstance(record, records.Unable)
    assert (record.name, record.reason.message) == ("alpha", "level A is missing")


def test_an_error_while_it_judges_is_returned_as_text(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask would pickle the exception, and a run waits forever for one that cannot be pickled."""

    def fail() -> None:
        raise RecursionError("too \x1b deep")

    def judge() -> bytes:
        monkeypatch.setattr(MemoryEngine, "act", staticmethod(fail))
        return sessions.judge(JOB)

    reply = records.decode_reply(run(lambda: sessions.begin(BEGIN, worker), judge)[1])

    assert reply == records.Broken(run="r", reason=r"RecursionError: too \x1b deep.")


def test_a_system_that_cannot_fork_is_a_refusal(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "can_fork", lambda: False)
    record = records.decode_greeting(run(lambda: sessions.begin(BEGIN, worker))[0])

    assert isinstance(record, records.Unable)
    assert "cannot confine submissions" in record.reason.message

"""A session asks one worker, replaces it when it fails, and names what went wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
import pytest
import torch
from msgspec import structs

from tests.checking.little_course import CONFIG, Script, ScriptedWorkers, returned
from tests.protocol.fake_worker import AnsweringWorker
from tests.words import shown, shown_all
from torchgrade.checking.draws import worker_seed
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.worker_session import MAX_LIMITS, WorkerSession, number
from torchgrade.model.exercises import Limits
from torchgrade.protocol.client import WorkerFailedError
from torchgrade.protocol.messages import (
    Attach,
    Call,
    Done,
    Load,
    Loaded,
    Noted,
    Place,
    Raised,
    Reply,
    Returned,
    TensorNode,
    TooLarge,
    WorkerRequest,
)


def loading(override: tuple[str, ...]) -> Load:
    return Load(
        number=number(), units=[], stand_ins=[], givens="", fill=[], override=list(override), wanted=["f"], seed=1
    )


def calling() -> Call:
    return Call(number=number(), name="f", arguments=[])


def fine(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
    return returned(request, 1.0) if isinstance(request, Call) else (Done(number=request.number), [])


@contextmanager
def session_of(
    script: Script = fine, limits: Limits = CONFIG.limits
) -> Iterator[tuple[WorkerSession, ScriptedWorkers]]:
    workers = ScriptedWorkers(script)
    session = WorkerSession(workers, limits, loading)
    try:
        yield session, workers
    finally:
        session.close()


def failure(session: WorkerSession) -> CheckFailedError:
    with pytest.raises(CheckFailedError) as caught:
        session.ask(calling())
    return caught.value


def test_numbers_of_requests_are_not_to_be_guessed() -> None:
    drawn = {number() for _ in range(100)}

    assert len(drawn) == 100
    assert all(0 <= n < 2**63 for n in drawn)


def seeds(requests: Sequence[WorkerRequest]) -> list[int | None]:
    return [request.seed for request in requests if isinstance(request, Call)]


def test_a_worker_is_started_and_loaded_when_it_is_first_needed() -> None:
    with session_of() as (session, workers):
        session.begin(5)
        assert workers.started == []
        session.ask(calling())
        session.ask(calling())
        session.begin(6)
        session.ask(calling())

        assert [type(r) for r in workers.requests] == [Load, Call, Call, Call]
        assert seeds(workers.requests) == [worker_seed(5), None, worker_seed(6)]
        assert session.loaded is not None


def test_a_worker_that_ends_is_replaced_for_the_next_check() -> None:
    def once(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]] | None:
        return None if len(workers.started) == 1 else fine(request, body, load)

    with session_of(once) as (session, workers):
        session.begin(5)
        assert failure(session).message_id == "worker.closed"
        session.begin(6)
        session.ask(calling())

        assert len(workers.started) == 2
        assert workers.started[0].killed
        assert seeds(workers.started[1].requests) == [worker_seed(6)]


def test_names_are_given_in_a_fresh_worker() -> None:
    with session_of() as (session, workers):
        session.ask(calling())
        session.replace(("accuracy",))
        session.ask(calling())

        assert [load.override for load in workers.loads] == [[], ["accuracy"]]
        assert len(workers.started) == 2


def raised(builtin: str, message: str = "m", *places: Place) -> Script:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        reply = Raised(number=request.number, type="T", message=message, places=list(places), builtin=builtin)
        return reply, []

    return script


HERE = Place(file="a\nb.py", line=3, function="f\x1b", text="x = \u202e1")


@pytest.mark.parametrize(
    ("script", "message_id"),
    [
        (raised("ValueError", "m", HERE), "raised.exception"),
        (raised("ValueError"), "raised.outside"),
        (raised("SystemExit", "0", HERE), "raised.exit"),
        (raised("RecursionError", "m", HERE), "raised.recursion"),
        (raised("MemoryError", "", HERE), "limit.memory"),
        (raised("RuntimeError", "DefaultCPUAllocator: can't allocate memory", HERE), "limit.memory"),
        (lambda request, body, load: (TooLarge(number=request.number, bytes=3 << 20), []), "value.too_large"),
        (lambda request, body, load: b"\xff" * 64, "worker.protocol"),
        (lambda request, body, load: (Done(number=request.number + 1), []), "worker.protocol"),
    ],
)
def test_what_a_worker_answers_instead_of_a_value_is_named(script: Script, message_id: str) -> None:
    with session_of(script) as (session, _):
        assert failure(session).message_id == message_id


def test_a_traceback_is_shown_safely() -> None:
    with session_of(raised("ValueError", "\x1b[31m", *[HERE] * 20)) as (session, _):
        failed = failure(session)

    assert len(failed.frames) == 12
    frame = failed.frames[0]
    assert (shown(frame.place), frame.function, frame.line) == ("a\\x0ab.py, line 3", "f\\x1b", "x = \\u202e1")
    assert shown_all(failed.values) == {"type": "T", "message": "\\x1b[31m", "place": "a\\x0ab.py, line 3"}


def claiming(bytes_of: int) -> Script:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        node = TensorNode(dtype="float64", shape=[1], stride=[1], storage=bytes_of // 8)
        return (
            (Returned(number=request.number, value=node), [])
            if isinstance(request, Call)
            else fine(request, body, load)
        )

    return script


@pytest.mark.parametrize(
    "script",
    [
        claiming(2**66),
        raised("ValueError", "m", Place(file=f"cell {10**30}", line=2**63, function="f", text="x")),
        raised("ValueError", "m", Place(file=f"string in line {'9' * 4000}", line=-1, function="f", text="x")),
    ],
)
def test_a_record_can_contain_the_failure_whatever_numbers_the_worker_claims(script: Script) -> None:
    with session_of(script) as (session, _):
        failed = failure(session)

    record = failed.values, failed.frames
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(record))


def test_only_limits_are_counted() -> None:
    with session_of(raised("MemoryError")) as (session, _):
        for hit in range(1, MAX_LIMITS + 1):
            failure(session)
            assert session.limits_hit == hit
        assert session.limit is not None
        assert session.limit.reason == "limit.memory"
    with session_of(lambda request, body, load: None) as (session, _):
        failure(session)
        assert session.limits_hit == 0


def test_a_reply_of_another_kind_ends_the_worker() -> None:
    with session_of() as (session, workers):
        reply, _ = session.ask(calling())
        with pytest.raises(CheckFailedError) as caught:
            session.expect(Loaded, reply)

        assert caught.value.message_id == "worker.protocol"
        assert workers.started[0].killed
        assert session.expect(Returned, reply) is reply


def test_a_worker_that_could_not_load_is_not_asked_again() -> None:
    """Its next answer would come from a module that is not the submission."""

    class Unloadable(ScriptedWorkers):
        def start(self) -> AnsweringWorker:
            def answer(request: WorkerRequest, body: bytes) -> tuple[Reply, list[bytes]]:
                return Raised(number=request.number, type="E", message="m", places=[]), []

            self.started.append(AnsweringWorker(answer))
            return self.started[-1]

    workers = Unloadable(fine)
    session = WorkerSession(workers, CONFIG.limits, loading)
    for count in (1, 2):
        assert failure(session).message_id == "raised.outside"
        assert [type(r) for r in workers.requests] == [Load] * count
    session.close()
    assert all(worker.killed for worker in workers.started)


def test_data_is_attached_to_every_worker_that_takes_the_place_of_another() -> None:
    with session_of() as (session, workers):
        session.attach("images", torch.arange(3, dtype=torch.uint8))
        session.ask(calling())
        session.attach("labels", torch.ones(2))
        session.replace(())
        session.ask(calling())

        names = [[r.name for r in w.requests if isinstance(r, Attach)] for w in workers.started]
        assert names == [["images", "labels"], ["images", "labels"]]
        assert workers.sealed[0] == bytes([0, 1, 2])
        assert bytes([0, 1, 2]) in workers.started[0].bodies


def test_output_is_what_was_printed_since_the_check_began() -> None:
    def printing(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        os.write(workers.started[-1].writer, b"now\x1b[31m\xff")
        return fine(request, body, load)

    with session_of(printing) as (session, workers):
        assert session.output == ""
        session.begin(1)
        session.ask(calling())
        assert session.output == "now\\x1b[31m\ufffd"
        session.begin(2)
        assert session.output == ""


def test_output_that_goes_on_after_the_answer_costs_the_worker_and_not_us() -> None:
    """A thread that prints without end is no fault of the grader."""
    with session_of(limits=Limits(output_bytes=1 << 10)) as (session, workers):
        session.ask(calling())
        os.write(workers.started[0].writer, b"x" * 2000)

        assert "x" in session.output
        assert workers.started[0].killed
        session.begin(1)
        session.ask(calling())
        assert len(workers.started) == 2


@pytest.mark.parametrize(("used", "starved"), [(0.1, True), (4.9, False)])
def test_a_worker_that_could_not_use_its_time_was_starved(used: float, starved: bool) -> None:
    with session_of() as (session, _):
        session.ask(calling())
        failed = session._failed(WorkerFailedError("limit.wall", seconds=20.0, used=used))

        assert session.starved is starved
        assert shown_all(failed.values) == {"seconds": 20.0}


THERE = Place(file="ada.py", line=3, function="f", text="open('x', 'w')")
REFUSED = "[Errno 1] Operation not permitted: 'x'"


def test_what_a_worker_does_not_have_is_named_with_what_python_said() -> None:
    with session_of(raised("PermissionError", REFUSED, THERE)) as (session, _):
        failed = failure(session)

    assert failed.message_id == "unavailable.files"
    assert shown_all(failed.values) == {"type": "T", "message": REFUSED, "place": "ada.py, line 3"}
    assert [frame.line for frame in failed.frames] == ["open('x', 'w')"]


def test_what_no_line_of_the_student_asked_for_is_not_named_so() -> None:
    with session_of(raised("PermissionError", REFUSED)) as (session, _):
        assert failure(session).message_id == "raised.outside"


def noting(count: int, kind: str = "device") -> Script:
    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        reply, buffers = fine(request, body, load)
        if isinstance(reply, Returned):
            notes = [Noted(file="ada.py", line=line, reason=kind) for line in range(count)]
            reply = structs.replace(reply, notes=notes)
        return reply, buffers

    return script


def test_what_was_done_otherwise_is_collected_from_the_beginning_of_the_check() -> None:
    with session_of(noting(1)) as (session, _):
        session.ask(calling())
        session.ask(calling())
        assert [note.reason for note in session.noted] == ["device", "device"]
        session.begin(2)
        assert session.noted == []


def test_a_flood_of_notes_is_not_collected() -> None:
    with session_of(noting(1000)) as (session, _):
        session.ask(calling())
        session.ask(calling())

        assert len(session.noted) == 50

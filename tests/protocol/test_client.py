"""Tests of the judge's end: for any worker it gets an answer or a named failure, within its limits."""

from __future__ import annotations

import os
import signal
import socket
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, repeat
from typing import Any

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.fake_worker import AnsweringWorker, FakeWorker, framed, raw_frame
from torchgrade.model.exercises import Limits
from torchgrade.protocol.client import Client, WorkerFailedError
from torchgrade.protocol.messages import (
    Call,
    Done,
    Items,
    Reply,
    Returned,
    Scalar,
    TensorNode,
    WorkerRequest,
    encode,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer, ProtocolError
from torchgrade.protocol.worker import Ending

LIMITS = Limits(cpu_seconds=5.0, wall_seconds=20.0, output_bytes=1 << 10)
HASTY = Limits(cpu_seconds=5.0, wall_seconds=0.02, output_bytes=1 << 10)
ASKED = Call(number=7, name="f", arguments=[])
BOUND = 1 << 16


def tensor_reply(value: torch.Tensor, number: int = 7) -> bytes:
    packer = Packer()
    return framed(Returned(number=number, value=packer.node(value)), packer.buffers)


def reason(client: Client, request: WorkerRequest = ASKED) -> WorkerFailedError:
    """Return the reason of a failed request; require an unusable client and an ended worker."""
    with pytest.raises(WorkerFailedError) as caught:
        client.request(request, reply_bytes=BOUND)
    assert not client.usable
    assert isinstance(client.worker, FakeWorker)
    assert client.worker.killed
    return caught.value


@pytest.fixture
def worker() -> Iterator[FakeWorker]:
    made = FakeWorker()
    yield made
    made.kill()
    made.socket.close()
    with suppress(OSError):
        os.close(made.output)


def test_a_reply_comes_with_its_body(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.say(tensor_reply(torch.arange(6.0).reshape(2, 3)))
    reply, body = client.request(ASKED, reply_bytes=BOUND)

    assert isinstance(reply, Returned)
    assert Unpacker(body).value(reply.value).tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert client.usable


def test_requests_larger_than_the_socket_holds_and_replies_in_small_pieces_cross() -> None:
    sent = [bytes(3 << 20)]
    answering = AnsweringWorker(lambda request, body: (Done(number=request.number), []))
    client = Client(answering, LIMITS)
    reply, _ = client.request(ASKED, sent, reply_bytes=0)

    assert reply == Done(number=7)
    assert answering.bodies == sent
    client.close()


def test_a_descriptor_crosses_beside_the_request(tmp_path: Any) -> None:
    file = tmp_path / "data"
    file.write_bytes(b"images")
    answering = AnsweringWorker(lambda request, body: (Done(number=request.number), []))
    client = Client(answering, LIMITS)
    with file.open("rb") as opened:
        client.request(Call(number=1, name="f", arguments=[]), fd=opened.fileno())

    assert answering.bodies[0] == b"images"
    client.close()


RETURNED: dict[str, Any] = {"_": "returned", "number": 7, "value": {"_": "s", "value": None}}
TENSOR: dict[str, Any] = {"_": "t", "dtype": "float32", "shape": [1]}


def returned(value: dict[str, Any], body: bytes = b"", **fields: Any) -> bytes:
    return raw_frame(msgspec.msgpack.encode({**RETURNED, "value": value, **fields}), body)


def deep(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {"_": "s", "value": None}
    for _ in range(levels):
        value = {"_": "i", "kind": "list", "items": [value]}
    return value


BROKEN = {
    "another number": framed(Done(number=8)),
    "rubbish": b"\xff" * 64,
    "a header that is no message": raw_frame(b"\xc1"),
    "a request": raw_frame(encode(ASKED)),
    "an empty header": raw_frame(b""),
    "a giant header": raw_frame(b"", lengths=(2**32 - 1, 0)),
    "a giant body": raw_frame(b"", lengths=(10, 2**64 - 1)),
    "a body one byte over the bound": raw_frame(b"", lengths=(10, BOUND + 1)),
    "a body without tensors": raw_frame(encode(Done(number=7)), b"body"),
    "a tensor without a body": returned(TENSOR),
    "too short a body": returned(TENSOR, bytes(3)),
    "too long a body": returned(TENSOR, bytes(5)),
    "a negative shape": returned({**TENSOR, "shape": [-1]}),
    "two shapes whose bytes cancel": returned(
        {"_": "i", "kind": "list", "items": [{**TENSOR, "shape": [-1]}, {**TENSOR, "shape": [1]}]}
    ),
    "a storage that cancels": returned(
        {"_": "i", "kind": "list", "items": [{**TENSOR, "stride": [1], "storage": -1}, TENSOR]}
    ),
    "a huge shape": returned({**TENSOR, "shape": [2**62]}),
    "a huge empty shape": returned({**TENSOR, "shape": [0, 2**64 - 1]}),
    "a dtype that is none": returned({**TENSOR, "dtype": "load"}, bytes(4)),
    "a gradient of a gradient": returned({**TENSOR, "grad": {**TENSOR, "grad": TENSOR}}, bytes(12)),
    "a deep value": returned(deep(60)),
    "a deeper value": returned(deep(300)),
    "a value deeper than the stack": raw_frame(
        b"\x83\xa1_\xa8returned\xa6number\x07\xa5value" + b"\x83\xa1_\xa1i\xa4kind\xa4list\xa5items\x91" * 5_000
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_answer_breaks_the_protocol(case: str, worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.say(BROKEN[case])

    assert reason(client).reason == "worker.protocol"


def test_a_giant_length_is_not_allocated(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.say(raw_frame(b"", lengths=(2**32 - 1, 2**62)))
    tracemalloc.start()
    try:
        failed = reason(client)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert failed.reason == "worker.protocol"
    assert peak < 4 << 20


def outcome(data: bytes, limits: Limits, *, closes: bool) -> Reply | WorkerFailedError:
    """Return the client's result for a worker that sends exactly these bytes, and decode the value too."""
    worker = FakeWorker()
    client = Client(worker, limits)
    try:
        worker.say(data)
        if closes:
            worker.theirs.shutdown(socket.SHUT_WR)
            worker.end = Ending(0)
        reply, body = client.request(ASKED, reply_bytes=BOUND)
    except WorkerFailedError as error:
        return error
    else:
        if isinstance(reply, Returned):
            unpacker = Unpacker(body)
            with suppress(ProtocolError):
                unpacker.value(reply.value)
                [unpacker.value(n) for n in reply.after]
        return reply
    finally:
        client.close()


@given(data=st.binary(max_size=300))
@settings(deadline=None, max_examples=150)
def test_arbitrary_bytes_end_in_a_named_failure(data: bytes) -> None:
    found = outcome(data, LIMITS, closes=True)

    assert isinstance(found, WorkerFailedError)
    assert found.reason in {"worker.protocol", "worker.exit"}


def test_half_a_frame_ends_at_the_deadline(worker: FakeWorker) -> None:
    """Keep the worker alive and silent, so that the time limit ends the wait."""
    for size in (0, 1, 11, 12, 40):
        found = outcome(tensor_reply(torch.ones(8))[:size], HASTY, closes=False)

        assert isinstance(found, WorkerFailedError)
        assert found.reason == "limit.wall"


@given(
    shape=st.lists(st.integers(0, 3), max_size=3),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=5),
    cut=st.integers(0, 4),
    added=st.binary(max_size=4),
)
@settings(deadline=None, max_examples=200)
def test_a_mutated_reply_is_an_answer_or_a_named_failure(
    shape: list[int], changes: list[tuple[int, int]], cut: int, added: bytes
) -> None:
    packer = Packer()
    value = {"W": torch.ones(shape), "n": [1, "x", None, 2.5, (torch.zeros(2, dtype=torch.bool),)]}
    node = packer.node(value)
    data = bytearray(framed(Returned(number=7, value=node, after=[Scalar(1)], aliases=[0]), packer.buffers))
    for at, byte in changes:
        data[at % len(data)] = byte
    found = outcome(bytes(data[: len(data) - cut]) + added, LIMITS, closes=True)

    assert isinstance(found, Reply | WorkerFailedError)
    if isinstance(found, WorkerFailedError):
        assert found.reason in {"worker.protocol", "worker.exit"}


HEADERS = st.fixed_dictionaries(
    {
        "_": st.sampled_from(["returned", "done", "raised", "loaded", "too_large", "call"]),
        "number": st.sampled_from([7, 8, -1, 2**64 - 1]),
        "value": st.recursive(
            st.fixed_dictionaries(
                {
                    "_": st.sampled_from(["t", "s", "o", "d"]),
                    "dtype": st.sampled_from(["float32", "bool", "", "Tensor"]),
                    "shape": st.lists(st.sampled_from([0, 1, 2, -1, -(2**63), 2**63, 2**64 - 1]), max_size=4),
                    "value": st.none() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=4),
                    "type": st.text(max_size=3),
                    "name": st.text(max_size=3),
                }
            ),
            lambda inner: (
                st.fixed_dictionaries(
                    {"_": st.just("i"), "kind": st.text(max_size=3), "items": st.lists(inner, max_size=3)}
                )
                | st.fixed_dictionaries({"_": st.just("m"), "items": st.dictionaries(st.text(max_size=2), inner)})
            ),
            max_leaves=5,
        ),
    }
)


@given(header=HEADERS, body=st.binary(max_size=16))
@settings(deadline=None, max_examples=150)
def test_any_header_of_the_right_form_is_an_answer_or_a_named_failure(header: dict[str, Any], body: bytes) -> None:
    found = outcome(raw_frame(msgspec.msgpack.encode(header), body), LIMITS, closes=True)

    assert isinstance(found, Reply | WorkerFailedError)


def test_a_worker_that_exits_is_told_by_its_status(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.end = Ending(3)
    worker.theirs.shutdown(socket.SHUT_RDWR)
    failed = reason(client)

    assert (failed.reason, failed.values) == ("worker.exit", {"status": 3})


def test_a_worker_that_is_killed_is_told_by_its_signal(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.end = Ending(-signal.SIGSEGV)
    worker.theirs.shutdown(socket.SHUT_RDWR)
    failed = reason(client)

    assert (failed.reason, failed.values) == ("worker.signal", {"signal": signal.SIGSEGV})


def test_a_worker_that_lives_but_hangs_up_has_closed_the_connection(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.theirs.shutdown(socket.SHUT_RDWR)

    assert reason(client).reason == "worker.closed"


def test_a_worker_that_ends_while_others_hold_its_socket_is_noticed(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.end = Ending(1)

    assert reason(client).reason == "worker.exit"


def test_an_answer_that_came_before_the_end_counts(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.say(framed(Done(number=7)))
    worker.end = Ending(0)

    assert client.request(ASKED)[0] == Done(number=7)


def test_too_much_processor_time_is_a_limit(worker: FakeWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(worker, LIMITS)
    # Start-up does not count, because the clock starts at the hello of the worker.
    monkeypatch.setattr(worker, "cpu_seconds", chain([0.0], repeat(LIMITS.cpu_seconds + 1)).__next__)
    failed = reason(client)

    assert (failed.reason, failed.values["seconds"], failed.is_limit) == ("limit.cpu", 5.0, True)


def test_processor_time_counts_from_the_start_of_the_check(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.cpu = LIMITS.cpu_seconds + 1
    client.begin()
    worker.say(framed(Done(number=7)))

    assert client.request(ASKED)[0] == Done(number=7)


def test_too_much_memory_is_a_limit(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    worker.excess = True

    assert reason(client).reason == "limit.memory"


def test_a_worker_that_never_reads_ends_at_the_deadline(worker: FakeWorker) -> None:
    client = Client(worker, HASTY)
    with pytest.raises(WorkerFailedError, match=r"limit\.wall"):
        client.request(ASKED, [bytes(8 << 20)])


def test_output_is_kept_until_the_next_check(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    os.write(worker.writer, b"hello")
    worker.say(framed(Done(number=7)))
    client.request(ASKED)

    assert bytes(client.output) == b"hello"
    client.begin()
    assert not client.output


def test_output_without_end_is_a_limit(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    os.write(worker.writer, b"x" * (LIMITS.output_bytes + 1))
    worker.say(framed(Done(number=7)))
    failed = reason(client)

    assert (failed.reason, failed.values) == ("limit.output", {"kibibytes": 1})


def test_a_worker_is_closed_once_however_often_it_is_asked(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    client.close()
    taken = os.open(os.devnull, os.O_RDONLY)
    os.dup2(taken, worker.output)
    client.close()

    os.fstat(worker.output)
    os.close(taken)


def test_closed_output_is_no_reason_to_stop(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    read, write = os.pipe()
    os.dup2(read, worker.output)
    os.close(read)
    os.close(write)
    worker.say(framed(Done(number=7)))

    assert client.request(ASKED)[0] == Done(number=7)


def test_the_bytes_of_gradients_and_arguments_are_counted_too(worker: FakeWorker) -> None:
    client = Client(worker, LIMITS)
    one = TensorNode(dtype="float64", shape=[])
    reply = Returned(number=7, value=Items("list", [one]), after=[one], gradients=[one, None])
    worker.say(framed(reply, [bytes(24)]))

    assert client.request(ASKED, reply_bytes=BOUND)[1] == bytes(24)

"""The longest headers that a worker can send, of every sort: what they make of the judge's memory is bounded."""

from __future__ import annotations

import struct
import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch

from tests.protocol.fake_worker import FakeWorker, framed, raw_frame
from torchgrade.model.exercises import Limits
from torchgrade.protocol.client import Client, WorkerFailedError
from torchgrade.protocol.messages import Call, Returned
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer, ProtocolError

LIMITS = Limits(cpu_seconds=5.0, wall_seconds=20.0, output_bytes=1 << 10)
MAX_HEADER = 4 << 20
"""The longest header that a client reads."""
GROWTH = 16
"""Bytes of memory for each byte of a header, at most."""
ASKED = Call(number=7, name="f", arguments=[])


def array(items: int) -> bytes:
    return b"\xdd" + struct.pack(">I", items)


def packed(value: Any) -> bytes:
    return msgspec.msgpack.encode(value)


def large(field: str, unit: Any, kind: str = "returned") -> bytes:
    """Return a header of the greatest length, nearly all of which is one list of equal items."""
    data = packed(unit)
    count = (MAX_HEADER - 400) // len(data)
    fields = {
        "_": kind,
        "number": 7,
        "value": {"_": "s", "value": None},
        "type": "",
        "message": "",
        "defined": [],
        "given": [],
    }
    others = {name: value for name, value in fields.items() if name != field}
    head = bytes([0x80 + len(others) + 1]) + b"".join(packed(name) + packed(value) for name, value in others.items())
    return head + packed(field) + array(count) + data * count


def large_value(unit: Any, head: bytes = b"\x83\xa1_\xa1i\xa4kind\xa4list\xa5items") -> bytes:
    data = packed(unit)
    count = (MAX_HEADER - 400) // len(data)
    return b"\x83\xa1_\xa8returned\xa6number\x07\xa5value" + head + array(count) + data * count


NONE = {"_": "s", "value": None}
HEADERS: dict[str, Callable[[], bytes]] = {
    "numbers": lambda: large_value({"_": "s", "value": 2**40}),
    "texts of a letter": lambda: large_value({"_": "s", "value": "é"}),
    "long texts": lambda: large_value({"_": "s", "value": "é" * (1 << 14)}),
    "a text that is too long": lambda: large_value({"_": "s", "value": "a" * (1 << 16)}),
    "tensors of nothing": lambda: large_value({"_": "t", "dtype": "int8", "shape": [0]}),
    "tensors with gradients of nothing": lambda: large_value(
        {"_": "t", "dtype": "int8", "shape": [0], "grad": {"_": "t", "dtype": "int8", "shape": [0]}}
    ),
    "tensors of many sizes": lambda: large_value({"_": "t", "dtype": "int8", "shape": [2**40] * 16}),
    "empty lists": lambda: large_value({"_": "i", "kind": "", "items": []}),
    "empty mappings": lambda: large_value({"_": "m", "items": {}}),
    "opaque values": lambda: large_value({"_": "o", "type": ""}),
    "arguments": lambda: large("after", NONE),
    "aliases": lambda: large("aliases", 2**40),
    "gradients": lambda: large("gradients", None),
    "warnings": lambda: large("warnings", "é"),
    "notes": lambda: large("notes", {"file": "é", "line": 2**40, "reason": "é"}),
    "notes of loading": lambda: large("notes", {"file": "é", "line": 2**40, "reason": "é"}, "loaded"),
    "names": lambda: large("given", "é", "loaded"),
    "places": lambda: large("places", {"file": "é", "line": 2**40, "function": "é", "text": "é"}, "raised"),
    "modules": lambda: large("through", "é", "raised"),
    "a field that nobody knows": lambda: large("something", []),
    "one field again and again": lambda: b"\xdf" + struct.pack(">I", 300_000) + (packed("number") + packed(2**40)) * 300_000,
    "a list that claims four thousand million items": lambda: large_value(NONE).replace(array(0)[:1], b"\xdd\xff", 1),
    "deep lists": lambda: b"\x83\xa1_\xa8returned\xa6number\x07\xa5value" + b"\x83\xa1_\xa1i\xa4kind\xa0\xa5items\x91" * 200_000,
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", HEADERS)
def test_a_header_of_the_greatest_length_does_not_grow(name: str) -> None:
    """Decoded, counted and rebuilt it takes at most so many times its own bytes, and nothing is done for long."""
    header = HEADERS[name]()[:MAX_HEADER]
    worker = FakeWorker()
    client = Client(worker, LIMITS)
    frame = raw_frame(header)
    tracemalloc.start()
    try:
        peak = _peak_of(client, frame)
    finally:
        tracemalloc.stop()
        client.close()

    assert peak < GROWTH * MAX_HEADER


def _peak_of(client: Client, frame: bytes) -> int:
    # The socket holds less than the frame, so that somebody must write while the client reads.
    worker = client.worker
    assert isinstance(worker, FakeWorker)
    writer = threading.Thread(target=_say, args=(worker, frame))
    writer.start()
    try:
        reply, body = client.request(ASKED, reply_bytes=1 << 10)
        if isinstance(reply, Returned):
            Unpacker(body).value(reply.value)
    except (WorkerFailedError, ProtocolError):
        pass
    finally:
        client.close()
        writer.join()
    return tracemalloc.get_traced_memory()[1]


def _say(worker: FakeWorker, frame: bytes) -> None:
    try:
        worker.say(frame)
    except OSError:
        return


def test_a_reply_that_comes_byte_by_byte_is_an_answer() -> None:
    """It is put together once, however small its pieces are."""
    packer = Packer()
    frame = framed(Returned(number=7, value=packer.node(torch.arange(6.0))), packer.buffers)
    worker = FakeWorker()
    client = Client(worker, LIMITS)
    writer = threading.Thread(target=lambda: [worker.say(frame[i : i + 1]) for i in range(len(frame))])
    writer.start()
    reply, body = client.request(ASKED, reply_bytes=1 << 10)
    writer.join()
    client.close()

    assert isinstance(reply, Returned)
    assert Unpacker(body).value(reply.value).tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]

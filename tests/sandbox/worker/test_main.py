"""The worker's loop answers one request after another on its descriptor, until the judge hangs up."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from msgspec import structs

from torchgrade.model.slices import Unit
from torchgrade.protocol import frames
from torchgrade.protocol.messages import (
    Attach,
    Call,
    DataRef,
    Done,
    Load,
    Loaded,
    Raised,
    Reply,
    Returned,
    Scalar,
    WorkerRequest,
    decode_reply,
    encode,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer
from torchgrade.sandbox.own_process import sealed_memfd
from torchgrade.sandbox.worker import main

EMPTY = Unit(module="submission", sources={}, statements=[])
GIVENS = "def f(X):\n    print('printed')\n    return X * 2\n"
LOAD = Load(number=1, units=[EMPTY], stand_ins=[], givens=GIVENS, fill=["f"], override=[], wanted=["f"], seed=1)


class Judge:
    """The other end of the worker's descriptor, whose loop runs in a thread of the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.socket, self.workers = socket.socketpair()
        self.socket.settimeout(20)
        monkeypatch.setattr(main, "PROTOCOL_FD", self.workers.fileno())
        self.assembler = frames.Assembler(max_body=1 << 26)
        self.thread = threading.Thread(target=main.serve, daemon=True)
        self.thread.start()
        assert self.socket.recv(len(frames.HELLO)) == frames.HELLO

    def ask(
        self, request: WorkerRequest, buffers: list[bytes] | None = None, fd: int | None = None
    ) -> tuple[Reply, bytes]:
        data = b"".join(frames.pack(encode(request), buffers))
        if fd is not None:
            socket.send_fds(self.socket, [data[:1]], [fd])
            data = data[1:]
        self.socket.sendall(data)
        while (frame := self.assembler.next()) is None:
            data = self.socket.recv(1 << 16)
            assert data, "the worker hung up"
            self.assembler.feed(data)
        return decode_reply(frame[0]), frame[1]

    def close(self) -> None:
        self.socket.close()
        self.thread.join(20)
        self.workers.close()


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Iterator[Judge]:
    made = Judge(monkeypatch)
    yield made
    made.close()
    assert not made.thread.is_alive()


def call(judge: Judge, *arguments: Any) -> Any:
    packer = Packer()
    nodes = [packer.node(argument) for argument in arguments]
    reply, body = judge.ask(Call(number=9, name="f", arguments=nodes, reply_bytes=1 << 26), packer.buffers)
    assert isinstance(reply, Returned), reply
    return Unpacker(body).value(reply.value)


def test_requests_are_answered_one_after_another(judge: Judge) -> None:
    loaded, _ = judge.ask(LOAD)
    assert isinstance(loaded, Loaded)
    assert (loaded.number, loaded.given) == (1, ["f"])
    assert call(judge, torch.ones(2)).tolist() == [2.0, 2.0]
    assert call(judge, 4) == 8


def test_a_value_that_cannot_be_called_is_told_with_its_type(judge: Judge) -> None:
    loaded, _ = judge.ask(structs.replace(LOAD, givens="class Made:\n    pass\n\nf = Made()\n"))

    assert isinstance(loaded, Loaded)
    assert (loaded.defined, loaded.uncallable) == (["f"], {"f": "Made"})
    assert judge.ask(LOAD)[0] == Loaded(number=1, defined=["f"], given=["f"], notes=[])


def test_bodies_larger_than_the_socket_holds_cross_both_ways(judge: Judge) -> None:
    judge.ask(LOAD)

    assert call(judge, torch.ones(1 << 20)).sum().item() == 2.0 * (1 << 20)


def test_a_descriptor_that_comes_with_a_request_is_the_data(judge: Judge) -> None:
    judge.ask(LOAD)
    packer = Packer()
    node = packer.tensor(torch.arange(4))
    fd = sealed_memfd(b"".join(packer.buffers))
    request = Attach(number=4, name="images", value=node, sealed=True)  # type: ignore[arg-type] # a tensor crosses
    assert judge.ask(request, fd=fd)[0] == Done(number=4)
    assert fd is not None
    os.close(fd)

    assert call(judge, DataRef("images")).tolist() == [0, 2, 4, 6]


def test_what_was_printed_is_written_before_the_answer(
    judge: Judge, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed = []

    class Stream:
        def write(self, text: str) -> None:
            flushed.append(text)

        def flush(self) -> None:
            flushed.append("flushed")
            raise SystemExit

    monkeypatch.setattr(sys, "stdout", Stream())
    judge.ask(LOAD)
    assert call(judge, 1) == 2

    assert flushed[-3:] == ["printed", "\n", "flushed"]


def test_what_cannot_be_encoded_is_told_and_the_worker_lives(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "import warnings\ndef f(X):\n    warnings.warn('half a sign: \\ud800')\n    return X\n"
    judge.ask(structs.replace(LOAD, givens=odd))
    reply, _ = judge.ask(Call(number=9, name="f", arguments=[Scalar(1)]))
    judge.ask(structs.replace(LOAD, number=3))

    assert isinstance(reply, Raised)
    assert reply.type == "UnicodeEncodeError"
    assert call(judge, 2) == 4

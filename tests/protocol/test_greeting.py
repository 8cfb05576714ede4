"""Tests of workers without a hello: a submission is never blamed for them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from tests.protocol.fake_worker import FakeWorker
from torchgrade.errors import InternalError
from torchgrade.model.exercises import Limits
from torchgrade.protocol import frames, greeting
from torchgrade.protocol.client import Client
from torchgrade.protocol.greeting import await_hello
from torchgrade.protocol.messages import Call
from torchgrade.protocol.worker import Ending


@pytest.fixture
def worker() -> Iterator[FakeWorker]:
    made = FakeWorker()
    os.set_blocking(made.output, False)
    yield made
    made.kill()
    made.socket.close()


def test_a_worker_that_says_hello_is_ready(worker: FakeWorker) -> None:
    await_hello(worker)

    with pytest.raises(BlockingIOError):
        worker.socket.recv(1, socket.MSG_DONTWAIT)


def silent(worker: FakeWorker) -> FakeWorker:
    assert worker.socket.recv(1) == frames.HELLO
    return worker


def test_a_worker_that_ends_first_is_named_with_its_last_words(worker: FakeWorker) -> None:
    os.write(silent(worker).writer, b"a traceback\nlandlock: no such thing\n")
    worker.end = Ending(1)
    worker.theirs.shutdown(socket.SHUT_RDWR)

    with pytest.raises(InternalError, match=r"ended with 1\. landlock: no such thing"):
        await_hello(worker)


def test_anything_else_is_no_hello(worker: FakeWorker) -> None:
    silent(worker).say(b"x")

    with pytest.raises(InternalError):
        await_hello(worker)


def test_silence_has_an_end(worker: FakeWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(greeting, "SECONDS", 0.01)

    with pytest.raises(InternalError, match="said nothing"):
        await_hello(silent(worker))


def test_a_client_ends_a_worker_that_was_never_ready(worker: FakeWorker) -> None:
    client = Client(worker, Limits())
    silent(worker).say(b"x")

    with pytest.raises(InternalError):
        client.request(Call(number=1, name="f", arguments=[]))
    assert worker.killed

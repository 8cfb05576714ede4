"""A judge asks the zygote for workers, and learns from it how each ended."""

from __future__ import annotations

import errno
import os
import signal
import socket
import time
from collections.abc import Iterator

import pytest

from torchgrade.errors import InternalError
from torchgrade.protocol.worker import Ending
from torchgrade.sandbox import link
from torchgrade.sandbox.workers import ForkedWorker, ForkedWorkers


class Zygote:
    """The other end of a judge's link, which says what the test wants."""

    def __init__(self) -> None:
        self.socket, judges = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.workers = ForkedWorkers(judges, memory=123)

    def say(self, verb: bytes, number: int, status: int = 0) -> None:
        self.socket.send(link.MESSAGE.pack(verb, number, status))

    def give(self, pid: int) -> tuple[socket.socket, int]:
        """Hand over a worker; return its ends of socket and output."""
        ours, theirs = socket.socketpair()
        reader, writer = os.pipe()
        socket.send_fds(self.socket, [link.MESSAGE.pack(link.WORKER, pid, 0)], [theirs.fileno(), reader])
        theirs.close()
        os.close(reader)
        return ours, writer

    def heard(self) -> tuple[bytes, int, int]:
        return link.MESSAGE.unpack(self.socket.recv(link.SIZE))


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    made = Zygote()
    yield made
    made.socket.close()
    made.workers.zygote.close()


@pytest.fixture
def worker(zygote: Zygote) -> Iterator[ForkedWorker]:
    """A worker whose process id is that of the test."""
    ours, writer = zygote.give(os.getpid())
    made = zygote.workers.start()
    assert zygote.heard()[0] == link.FORK
    yield made
    for close in (ours.close, made.socket.close):
        close()
    for fd in (writer, made.output):
        os.close(fd)


def test_a_worker_comes_with_its_socket_and_its_output(zygote: Zygote) -> None:
    ours, writer = zygote.give(77)
    worker = zygote.workers.start()

    assert zygote.heard() == (link.FORK, 123, 0)
    assert worker.pid == 77
    ours.sendall(b"hello")
    os.write(writer, b"printed")
    assert worker.socket.recv(10) == b"hello"
    assert os.read(worker.output, 10) == b"printed"
    ours.close()
    worker.socket.close()
    os.close(writer)
    os.close(worker.output)


def test_a_worker_that_was_ordered_is_the_one_that_starts_and_the_next_is_another(zygote: Zygote) -> None:
    zygote.workers.order()
    zygote.workers.order()
    assert zygote.heard() == (link.FORK, 123, 0)
    zygote.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        zygote.heard()
    for pid in (77, 78):
        ours, writer = zygote.give(pid)
        worker = zygote.workers.start()
        assert worker.pid == pid
        ours.close()
        worker.socket.close()
        os.close(writer)
        os.close(worker.output)
    assert zygote.heard() == (link.FORK, 123, 0)


def test_the_end_of_another_worker_is_kept_until_it_is_asked_for(zygote: Zygote) -> None:
    zygote.say(link.EXITED, 5, -9)
    ours, writer = zygote.give(6)
    worker = zygote.workers.start()

    assert zygote.workers.ending_of(5, 0.0) == Ending(-9)
    assert worker.ending(0.0) is None
    zygote.say(link.EXITED, 6, 3)
    assert worker.ending(0.0) == Ending(3)
    assert worker.ending(0.0) == Ending(3)
    ours.close()
    worker.socket.close()
    os.close(writer)
    os.close(worker.output)


def test_a_worker_with_the_id_of_one_that_ended_lives(zygote: Zygote) -> None:
    zygote.say(link.EXITED, 5, -9)
    ours, writer = zygote.give(5)
    worker = zygote.workers.start()

    assert worker.ending(0.0) is None
    ours.close()
    worker.socket.close()
    os.close(writer)
    os.close(worker.output)


def test_a_worker_that_cannot_be_forked_is_our_fault(zygote: Zygote) -> None:
    zygote.say(link.NO_WORKER, errno.EAGAIN)
    with pytest.raises(InternalError, match=os.strerror(errno.EAGAIN)):
        zygote.workers.start()


def test_a_zygote_that_is_gone_is_told(zygote: Zygote, worker: ForkedWorker) -> None:
    zygote.socket.close()
    with pytest.raises(InternalError, match="zygote is gone"):
        worker.ending(0.0)
    with pytest.raises((InternalError, OSError)):
        zygote.workers.start()
    worker.kill()


def test_a_worker_is_killed_by_the_zygote_while_it_lives(zygote: Zygote, worker: ForkedWorker) -> None:
    worker.kill()
    assert zygote.heard() == (link.KILL, worker.pid, signal.SIGKILL)
    zygote.say(link.EXITED, worker.pid, -9)
    assert worker.ending(1.0) == Ending(-9)
    worker.kill()
    zygote.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        zygote.heard()


def test_processor_time_is_the_kernels_and_stays_when_the_process_is_gone(zygote: Zygote) -> None:
    pid = os.fork()
    if pid == 0:
        signal.pause()
    worker = ForkedWorker(zygote.workers, pid, zygote.socket, -1)
    while worker.cpu_seconds() == 0:
        pass
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    used = worker.cpu_seconds()
    os.waitpid(pid, 0)

    assert worker.cpu_seconds() == used
    assert worker.excess_memory() is False


def test_a_kernel_that_does_not_tell_the_clock_of_another_process_has_a_record_of_it(
    zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(clock: int) -> float:
        raise OSError(errno.EINVAL, str(clock))

    monkeypatch.setattr(time, "clock_gettime", refuse)
    worker = ForkedWorker(zygote.workers, os.getpid(), zygote.socket, -1)

    assert worker.cpu_seconds() == pytest.approx(sum(os.times()[:2]), abs=0.1)

"""The zygote forks on request, tells how each worker ended, and ends them with their judge."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Grade
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.protocol.worker import Ending
from torchgrade.sandbox import link
from torchgrade.sandbox.workers import ForkedWorker, ForkedWorkers

# A zygote without torch, whose workers obey single letters: exit, signal, sleep, and leave a process behind.
DRIVER = """
import os, signal, socket, sys, time
from torchgrade.sandbox import zygote

def run_worker(confinement, connection, output, memory, parent):
    os.setsid()
    stream = socket.socket(fileno=connection)
    os.write(output, str(memory).encode())
    while letter := stream.recv(1):
        if letter == b"x":
            os._exit(7)
        if letter == b"k":
            os.kill(os.getpid(), signal.SIGSEGV)
        if letter == b"f":
            if os.fork() == 0:
                time.sleep(1000)
            stream.send(b"forked")
        if letter == b"r":
            raise RuntimeError("in the worker")

zygote.run_worker = run_worker
control, bench = (socket.socket(fileno=int(fd)) for fd in sys.argv[1:3])
served = zygote.Zygote(control, bench, int(sys.argv[3]), None)
try:
    served.serve()
finally:
    served.close()
"""


class Scene:
    """A zygote in a process of its own; the test is its command, its bench and its judges."""

    def __init__(self) -> None:
        self.control, control = socket.socketpair()
        self.bench, bench = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
        fds = (control.fileno(), bench.fileno())
        command = [sys.executable, "-I", "-c", DRIVER, *map(str, fds), str(self.sleeper.pid)]
        self.process = subprocess.Popen(command, pass_fds=fds, stderr=subprocess.DEVNULL)
        control.close()
        bench.close()
        self.judges: list[ForkedWorkers] = []
        self.workers: list[ForkedWorker] = []

    def judge(self) -> ForkedWorkers:
        ours, zygotes = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        socket.send_fds(self.bench, [link.MESSAGE.pack(link.JUDGE, 0, 0)], [zygotes.fileno()])
        zygotes.close()
        self.judges.append(ForkedWorkers(ours, memory=5))
        return self.judges[-1]

    def worker(self, judge: ForkedWorkers | None = None) -> ForkedWorker:
        """Return a worker of that judge, or of one of its own."""
        self.workers.append((judge or self.judge()).start())
        return self.workers[-1]

    def close(self) -> None:
        for worker in self.workers:
            worker.socket.close()
            os.close(worker.output)
        for judge in self.judges:
            judge.zygote.close()
        self.control.close()
        self.bench.close()
        self.sleeper.kill()
        self.sleeper.wait()
        self.process.wait(20)


@pytest.fixture
def scene() -> Iterator[Scene]:
    made = Scene()
    yield made
    made.close()


def ended(fd: int) -> bool:
    """Return whether everybody who held the other end of a pipe is gone, within a while."""
    while select.select([fd], [], [], 20)[0]:
        if not os.read(fd, 100):
            return True
    return False


def test_a_worker_is_told_how_much_memory_it_has(scene: Scene) -> None:
    worker = scene.worker()

    assert os.read(worker.output, 10) == b"5"


@pytest.mark.parametrize(("letter", "status"), [(b"x", 7), (b"k", -signal.SIGSEGV), (b"r", 0)])
def test_the_end_of_a_worker_is_told_to_its_judge(letter: bytes, status: int, scene: Scene) -> None:
    worker = scene.worker()
    worker.socket.sendall(letter)

    assert worker.ending(20.0) == Ending(status)


def test_workers_are_killed_by_their_own_judge_only(scene: Scene) -> None:
    mine, other = scene.judge(), scene.judge()
    first, second = scene.worker(mine), scene.worker(other)
    other.kill(first.pid)
    second.kill()

    assert second.ending(20.0) == Ending(-signal.SIGKILL)
    assert first.ending(0.0) is None
    first.kill()
    assert first.ending(20.0) == Ending(-signal.SIGKILL)


def test_workers_end_with_their_judge(scene: Scene) -> None:
    workers = scene.judge()
    worker = scene.worker(workers)
    workers.zygote.close()

    assert ended(worker.output)


def test_what_a_worker_started_ends_with_it(scene: Scene) -> None:
    worker = scene.worker()
    worker.socket.sendall(b"f")
    assert worker.socket.recv(10) == b"forked"
    worker.socket.sendall(b"x")

    assert worker.ending(20.0) == Ending(7)
    assert ended(worker.output)


@pytest.mark.parametrize("gone", ["command", "bench"])
def test_a_zygote_and_its_workers_end_with_the_command_and_with_the_bench(gone: str, scene: Scene) -> None:
    worker = scene.worker()
    if gone == "command":
        scene.control.close()
    else:
        scene.sleeper.kill()

    assert scene.process.wait(20) == 0
    assert ended(worker.output)


def test_rubbish_from_a_judge_ends_that_judge_only(scene: Scene) -> None:
    mine, other = scene.judge(), scene.judge()
    worker = scene.worker(mine)
    mine.zygote.send(b"rubbish")

    assert ended(worker.output)
    assert scene.worker(other).ending(0.0) is None


SEEN = """
import os

def softmax(X):
    import ctypes, resource, sys
    %s
    raise ValueError(repr(seen))
"""


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ("seen = dict(os.environ)", "{'CUDA_VISIBLE_DEVICES': ''}"),
        ("seen = [fd for fd in range(200) if os.path.exists(f'/proc/self/fd/{fd}')]", "[0, 1, 2, 3]"),
        ("seen = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)", "0"),
        ("seen = os.read(0, 10)", "b''"),
        ("seen = resource.getrlimit(resource.RLIMIT_NPROC)", "(0, 0)"),
        ("seen = [m for m in sys.modules if m.startswith('torchgrade_d2l') or m.endswith('checks')]", "[]"),
        ("seen = os.getsid(0) == os.getpid()", "True"),
        ("import torch; seen = torch.get_num_threads()", "1"),
    ],
)  # fmt: skip
def test_a_worker_has_nothing_but_its_socket_and_its_output(
    look: str, seen: str, grade: Grade, check_of: Callable[[SubmissionResult, str], CheckResult]
) -> None:
    """Ruling 29: this holds where nothing confines it."""
    check = check_of(grade(SEEN % textwrap.indent(look, ""), only=("softmax.rows",)), "softmax.rows")

    assert check.values.get("message") == seen, check.message

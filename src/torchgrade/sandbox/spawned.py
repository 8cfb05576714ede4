"""Judge and worker as fresh interpreters, if there is no safe fork (ruling 28): same protocol, slower start.

Run as ``python -I -m torchgrade.sandbox.spawned judge|worker DESCRIPTOR [PARENT]``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from torchgrade.protocol.worker import Ending
from torchgrade.sandbox import own_process, wire
from torchgrade.sandbox.finders import forget_finders
from torchgrade.sandbox.interpreters import start

if TYPE_CHECKING:
    from torchgrade.model.runs import RunConfig


class SpawnedWorker:
    """A worker with an interpreter of its own."""

    def __init__(self, memory: int) -> None:
        self.socket, theirs = socket.socketpair()
        self.output, writer = os.pipe()
        self.memory = memory
        self._process = start("worker", theirs.fileno(), memory, os.getpid(), output=writer)
        theirs.close()
        os.close(writer)

    def ending(self, wait: float) -> Ending | None:
        """Return how the worker ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return Ending(self._process.wait(wait) if wait else self._poll())
        return None

    def _poll(self) -> int:
        status = self._process.poll()
        if status is None:
            raise subprocess.TimeoutExpired("worker", 0)
        return status

    def _statistics(self) -> tuple[float, int]:
        import psutil

        try:
            found = psutil.Process(self._process.pid)
            times = found.cpu_times()
            return times.user + times.system, found.memory_info().rss
        except psutil.Error:
            return 0.0, 0

    def cpu_seconds(self) -> float:
        """Return user and system time."""
        return self._statistics()[0]

    def excess_memory(self) -> bool:
        """Return whether resident memory exceeds the limit on a platform whose kernel does not enforce the limit."""
        return sys.platform != "linux" and self._statistics()[1] > self.memory + (1 << 30)

    def kill(self) -> None:
        """End the worker and everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class SpawnedWorkers:
    """Source of workers. The first worker starts before the judge has even imported torch."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self._next: SpawnedWorker | None = SpawnedWorker(memory)

    def start(self) -> SpawnedWorker:
        """Return a fresh worker."""
        worker, self._next = self._next or SpawnedWorker(self.memory), None
        return worker

    def seal(self, data: bytes) -> int | None:
        """Return a descriptor of an unchangeable copy of the bytes, or None if the platform cannot make one."""
        return own_process.sealed_memfd(data) if sys.platform == "linux" else None

    def close(self) -> None:
        """End a worker that was never used."""
        if self._next is not None:
            self._next.kill()
            self._next = None


def _serve_judge(descriptor: int) -> None:
    connection = wire.Connection(socket.socket(fileno=descriptor))
    frame = connection.receive()
    if frame is None:
        return
    order = wire.decode_to_bench(frame)
    assert isinstance(order, wire.Configure)
    workers = SpawnedWorkers(order.config.limits.memory_bytes)
    try:
        _judge(connection, order.config, workers)
    finally:
        workers.close()


def _judge(connection: wire.Connection, config: RunConfig, workers: SpawnedWorkers) -> None:
    # Imported only now, so that the worker's interpreter imports torch at the same time.
    import torch

    torch.set_num_threads(1)
    from torchgrade.checking.loading import load_course
    from torchgrade.errors import TorchgradeError
    from torchgrade.sandbox.judge import judge

    try:
        course = load_course(config)
    except TorchgradeError as error:
        connection.send(wire.Refused.of(error))
        return
    connection.send(wire.Configured(course=course.info))
    limits = config.limits
    judge(
        connection,
        course,
        config,
        workers,
        lambda: own_process.limit_cpu(limits.reading_seconds),
        own_process.lift_limits,
    )


def _serve_worker(descriptor: int, memory: int, parent: int) -> None:
    own_process.die_with(parent)
    nothing = os.open(os.devnull, os.O_RDONLY)
    own_process.keep_only({0: nothing, 1: 1, 2: 2, 3: descriptor})
    import torch

    torch.set_num_threads(1)
    from torchgrade.sandbox.worker.main import serve

    forget_finders()
    os.environ.clear()
    own_process.reset_signals()
    own_process.hide()
    own_process.seal_memory(memory)
    serve()


def main(arguments: list[str]) -> None:
    """Serve in the role that the first argument names."""
    if arguments[0] == "judge":
        _serve_judge(int(arguments[1]))
    else:
        _serve_worker(int(arguments[1]), int(arguments[2]), int(arguments[3]))
    sys.stderr.flush()
    # Exit without the interpreter's own cleanup, because torch's libraries complain in it.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])

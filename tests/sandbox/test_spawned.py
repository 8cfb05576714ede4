"""Judge and worker as fresh interpreters speak the same protocol and keep the same limits."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from torchgrade.model.exercises import Limits
from torchgrade.model.slices import Statement, Unit
from torchgrade.protocol.client import Client, WorkerFailedError
from torchgrade.protocol.messages import Call, Items, Load, Loaded, Raised, Reply, Returned, Scalar
from torchgrade.sandbox.spawned import SpawnedWorker, SpawnedWorkers

LIMITS = Limits(cpu_seconds=60.0, wall_seconds=60.0, memory_bytes=256 << 20)
SOURCE = """
def kept():
    import os, resource
    return [sorted(os.environ), resource.getrlimit(resource.RLIMIT_NPROC)[0], os.path.exists('/proc/self/fd/5')]

def big():
    return len(bytearray(1 << 30))

def gone():
    import os
    os._exit(5)
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[SpawnedWorkers]:
    made = SpawnedWorkers(LIMITS.memory_bytes)
    yield made
    made.close()


def call(client: Client, name: str) -> Reply:
    return client.request(Call(number=2, name=name, arguments=[]), reply_bytes=1 << 10)[0]


def test_a_spawned_worker_is_confined_like_a_forked_one_and_its_end_is_told(workers: SpawnedWorkers) -> None:
    """One worker for all of it, since each costs an import of torch; its end comes last."""
    client = Client(workers.start(), LIMITS)
    statements = [Statement(file="ada.py", line=1, source=SOURCE)]
    unit = Unit(module="submission", sources={"ada.py": SOURCE}, statements=statements)
    load = Load(number=1, units=[unit], stand_ins=[], givens="", fill=[], override=[], wanted=["kept"], seed=1)
    with closing(client):
        loaded, _ = client.request(load)
        kept, big = call(client, "kept"), call(client, "big")

        assert isinstance(loaded, Loaded)
        assert loaded.defined == ["kept"]
        assert isinstance(kept, Returned)
        assert kept.value == Items("list", [Items("list", []), Scalar(0), Scalar(False)])
        assert isinstance(big, Raised)
        assert big.builtin == "MemoryError"
        assert client.worker.ending(0.0) is None
        assert client.worker.cpu_seconds() > 0
        assert client.worker.excess_memory() is False
        with pytest.raises(WorkerFailedError) as caught:
            call(client, "gone")
        assert (caught.value.reason, caught.value.values) == ("worker.exit", {"status": 5})
        assert client.worker.cpu_seconds() == 0.0


def test_a_worker_that_was_never_used_is_ended() -> None:
    workers = SpawnedWorkers(LIMITS.memory_bytes)
    unused = workers._next
    assert isinstance(unused, SpawnedWorker)
    workers.close()

    assert unused.ending(0.0) is not None
    assert unused.ending(0.0).status == -signal.SIGKILL  # type: ignore[union-attr] # asked the line before
    workers.close()
    unused.socket.close()
    os.close(unused.output)


def test_data_is_sealed_where_the_platform_can(monkeypatch: pytest.MonkeyPatch, workers: SpawnedWorkers) -> None:
    fd = workers.seal(b"images")
    assert fd is not None
    assert os.pread(fd, 10, 0) == b"images"
    os.close(fd)

    monkeypatch.setattr(sys, "platform", "darwin")
    assert workers.seal(b"images") is None

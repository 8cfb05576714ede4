"""After thousands of hostile submissions the processes that grade are what they were."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

import psutil
import pytest

from tests.conftest import ROOT, request_of
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import Engine

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]

COUNT = 2000
SETTLED = 200
"""Submissions after which caches are full."""
CONFIG = RunConfig(
    exercises=("softmax",), data="synthetic-fashion", data_root="", seed=1, hidden_seed=2, sandbox=SandboxLevel.B,
    limits=Limits(cpu_seconds=2.0, wall_seconds=10.0),
)  # fmt: skip
HEAD = "import ctypes, gc, os, signal, socket, struct, sys, threading, torch\n\n"
BODIES = (
    "os._exit(0)",
    "raise SystemExit(0)",
    "ctypes.string_at(0)",
    "os.close(3)",
    "os.dup2(1, 3)",
    "os.write(3, b'\\xff' * 64); return X",
    "os.write(3, struct.pack('<IQ', 2**32 - 1, 2**63)); return X",
    "os.write(1, b'A' * 100_000); return X",
    "os.fork()",
    "threading.Thread(target=print).start()",
    "socket.socket()",
    "open('/etc/passwd')",
    "open('/tmp/x', 'w')",
    "signal.signal(signal.SIGSEGV, signal.SIG_IGN); os.abort()",
    "return [X] * 100_000",
    "return torch.zeros(10**7)",
    "return torch.zeros(10**11)",
    "kept = []; [kept.append(os.dup(3)) for _ in range(1000)]",
    "sys.modules.clear(); gc.collect(); return X",
    "class E(Exception):\n        def __str__(self): raise self\n    raise E",
)
HONEST = (ROOT / "tests" / "corpus" / "softmax" / "right_row_maximum.py").read_bytes()


def hostile(numbers: Iterator[int]) -> Iterator[JudgeRequest]:
    for number in numbers:
        text = f"{HEAD}def softmax(X):\n    {BODIES[number % len(BODIES)]}\n# {number}\n"
        yield request_of({"a.py": text.encode()}, submission=f"s{number}")


def state(engine: Engine) -> dict[str, dict[str, int]]:
    """Return memory and descriptors of the zygote and of the bench, when all that they forked is gone."""
    zygote = psutil.Process(engine.pid)
    bench = min(zygote.children(), key=lambda child: child.create_time())
    _, left = psutil.wait_procs([one for one in zygote.children(recursive=True) if one != bench], 20.0)
    assert left == []
    return {
        name: {"MiB": process.memory_full_info().uss >> 20, "descriptors": _descriptors(process)}
        for name, process in (("zygote", zygote), ("bench", bench))
    }


def _descriptors(process: psutil.Process) -> int:
    """Return the least number of descriptors within a moment: what has ended is forgotten one after another."""
    found = []
    for _ in range(20):
        found.append(process.num_fds())
        time.sleep(0.05)
    return min(found)


def test_two_thousand_hostile_submissions_leave_nothing_behind() -> None:
    """No memory, no descriptor, no process; and none of them earns a point or is called a fault of ours."""
    # Inside bubblewrap the process that we started is not the zygote.
    with Engine(CONFIG, jobs=2, without=["bubblewrap"]) as engine:
        numbers = itertools.count()
        results = [result for _, result in engine.run(hostile(itertools.islice(numbers, SETTLED)))]
        before = state(engine)
        results += [result for _, result in engine.run(hostile(itertools.islice(numbers, COUNT - SETTLED)))]
        after = state(engine)
        honest = engine.judge(request_of({"a.py": HONEST}))

        assert engine.starts == 1
    assert len(results) == COUNT
    assert {result.points for result in results} == {0.0}
    assert honest.points == honest.max_points
    for name, was in before.items():
        now = after[name]
        assert now["descriptors"] == was["descriptors"], name
        assert now["MiB"] <= was["MiB"] + 8, (name, was, now)

"""The engine survives whatever a submission does, and says what happened."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from tests.conftest import Grade, request_of
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.engine_processes import Processes
from torchgrade.sandbox.starter import Starter

HONEST = """
import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
ROWS = ("softmax.rows",)


def body(*lines: str) -> str:
    """Return a softmax with this body."""
    return "import torch\n\ndef softmax(X):\n" + "".join(f"    {line}\n" for line in lines)


CASES = {
    "returns None": (body("pass; X"), "value.none"),
    "returns a list": (body("return X.tolist()"), "value.not_tensor"),
    "returns a numpy array": (body("return torch.softmax(X, 1).numpy()"), "value.not_tensor"),
    "returns a complex tensor": (body("return torch.softmax(X, 1).to(torch.complex64)"), "value.complex"),
    "returns NaN": (body("return X * float('nan')"), "value.nan"),
    "returns 10 GB": (body("return torch.zeros(10 ** 10, dtype=torch.uint8)"), "limit.memory"),
    "returns a view of 10 GB": (body("return torch.zeros(1).expand(3 * 10 ** 9)"), "value.too_large"),
    "returns itself in a list": (body("x = []", "x.append(x)", "return x"), "value.not_tensor"),
    "takes no parameter": ("def softmax():\n    return 1\n", "call.parameters"),
    "takes two parameters": ("def softmax(X, dim):\n    return X\n", "call.parameters"),
    "raises SystemExit": (body("raise SystemExit(0)"), "raised.exit"),
    "raises KeyboardInterrupt": (body("raise KeyboardInterrupt"), "raised.exception"),
    "raises its own BaseException": (
        "class Mine(BaseException):\n    pass\n" + body("raise Mine('no')"),
        "raised.exception",
    ),
    "raises what cannot be printed": (
        "class Mine(Exception):\n    def __str__(self):\n        while True:\n            pass\n" + body("raise Mine"),
        "raised.exception",
    ),
    "ends the process": (body("import os", "os._exit(0)"), "worker.exit"),
    "crashes the process": (body("import ctypes", "ctypes.string_at(0)"), "worker.signal"),
    "kills itself": (body("import os", "os.kill(os.getpid(), 9)"), "worker.signal"),
    "loops in Python": (body("while True:", "    pass"), "limit.cpu"),
    "loops in native code": (
        body("a = torch.rand(600, 600)", "while True:", "    a = a @ a"),
        "limit.cpu",
    ),
    "sleeps for ever": (body("import time", "time.sleep(10 ** 6)"), "limit.wall"),
    "stops itself": (body("import os, signal", "os.kill(os.getpid(), signal.SIGSTOP)"), "limit.wall"),
    "prints without end": (body("while True:", "    print('x' * 10000)"), "limit.output"),
    "recurses": (body("return softmax(X)"), "raised.recursion"),
    "allocates without end": (body("a = []", "while True:", "    a.append(bytearray(10 ** 7))"), "limit.memory"),
    "closes the connection": (body("import os", "os.close(3)", "return X"), "worker.exit"),
    "writes rubbish to the connection": (
        body("import os", "os.write(3, b'\\xff' * 64)", "return X"),
        "worker.protocol",
    ),
    "claims a giant frame": (
        body("import os, struct", "os.write(3, struct.pack('<IQ', 2 ** 31, 2 ** 60))", "return X"),
        "worker.protocol",
    ),
    "sends a deep header": (
        body(
            "import os, struct", "h = b'\\x91' * 200000", "os.write(3, struct.pack('<IQ', len(h), 0) + h)", "return X"
        ),
        "worker.protocol",
    ),
    "sends an answer ahead of the question": (
        body(
            "import os, struct, msgspec",
            "h = msgspec.msgpack.encode({'_': 'done', 'number': 1})",
            "os.write(3, struct.pack('<IQ', len(h), 0) + h)",
            "return X",
        ),
        "worker.protocol",
    ),
}


# A stopped worker waits for the same limit as a sleeping one.
@pytest.mark.parametrize(
    "case", [pytest.param(one, marks=pytest.mark.long if one == "stops itself" else ()) for one in CASES]
)
def test_a_misbehaving_function_fails_with_its_reason(
    case: str, grade: Grade, check_of: Callable[[SubmissionResult, str], CheckResult]
) -> None:
    """What happened is named, and it is never called an error of ours."""
    source, message_id = CASES[case]
    result = grade(source, only=ROWS)
    check = check_of(result, "softmax.rows")

    assert (check.outcome, check.message_id) == (Outcome.FAILED, message_id), check.message
    assert result.points == 0


def test_a_subclass_that_lies_is_judged_by_its_numbers(
    grade: Grade, check_of: Callable[[SubmissionResult, str], CheckResult]
) -> None:
    """``__eq__`` and ``__torch_function__`` of a subclass are never asked."""
    liar = """
import torch

class Liar(torch.Tensor):
    def __eq__(self, other):
        return True
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True

def softmax(X):
    return torch.zeros(X.shape).as_subclass(Liar)
"""
    check = check_of(grade(liar, only=ROWS), "softmax.rows")

    assert (check.outcome, check.message_id) == (Outcome.FAILED, "value.differs")


def test_a_generator_that_never_ends_is_cut_off(
    grade: Grade, check_of: Callable[[SubmissionResult, str], CheckResult]
) -> None:
    """At most so many items are pulled as a right pass could have, and a few more."""
    endless = (
        "def data_iter(batch_size, features, labels):\n"
        "    while True:\n        yield features[:batch_size], labels[:batch_size]\n"
    )
    result = grade(endless, only=("data_iter.protocol",))

    assert check_of(result, "data_iter.protocol").message_id == "data_iter.endless"


def test_two_limits_skip_the_rest_of_the_exercise(grade: Grade) -> None:
    """The remaining checks are skipped, naming the limit (ruling 25)."""
    slow_later = """
import torch

def softmax(X):
    if X[0, 0] == 1000 or X.requires_grad:
        while True:
            pass
    return torch.exp(X - X.logsumexp(1, keepdim=True))
"""
    checks = grade(slow_later).exercises[1].checks
    limited = [c.check for c in checks if c.message_id == "limit.cpu"]
    skipped = [c.check for c in checks if c.message_id == "skipped.limits"]

    assert len(limited) == 2
    assert skipped
    assert all(c.outcome is Outcome.SKIPPED for c in checks if c.check in skipped)


def test_the_next_check_goes_on_with_a_fresh_worker(grade: Grade) -> None:
    """A crash costs the check that was running; points already earned stay."""
    crash_on_large = """
import os
import torch

def softmax(X):
    if X.isfinite().all() and X.abs().max() > 900:
        os._exit(3)
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
    result = grade(crash_on_large)
    failed = [c.check for c in result.exercises[1].checks if c.outcome is Outcome.FAILED]

    assert failed == ["softmax.large", "softmax.large_gradient"]
    assert result.exercises[1].points == 6.0


def test_a_syntax_bomb_costs_its_own_submission_only(grade: Grade) -> None:
    """A text that takes too long to parse has failed its checks, within the limits of reading."""
    bomb = "x = f'" + "{a}" * 80_000 + "'\n" + HONEST
    result = grade(bomb)

    assert result.points in (0.0, 7.0)
    assert all(e.status is not Status.ERROR for e in result.exercises)
    assert grade(HONEST, only=ROWS).points == 2.0


@pytest.mark.slow
def test_the_zygote_is_restarted_and_no_submission_is_lost(engine: Engine) -> None:
    """A submission that kills the zygote has failed; those beside it are graded as if it were not there."""
    killer = "import os\n" + body("import os", "os.kill(os.getppid(), 9)", "return X")
    starts = engine.starts
    requests = [
        request_of({"killer.py": killer.encode()}, submission="killer", only=ROWS),
        *(request_of({"ada.py": HONEST.encode()}, submission=f"ada{i}", only=ROWS) for i in range(4)),
    ]
    results = {request.submission: result for request, result in engine.run(iter(requests))}

    assert engine.starts > starts
    assert results["killer"].points == 0
    assert {results[f"ada{i}"].points for i in range(4)} == {2.0}


@pytest.mark.slow
def test_a_zygote_that_dies_by_itself_is_started_again(engine: Engine) -> None:
    """The next submission finds another one."""
    os.kill(engine.pid, signal.SIGKILL)

    assert engine.judge(request_of({"ada.py": HONEST.encode()}, only=ROWS)).points == 2.0


@pytest.mark.slow
def test_an_engine_that_is_closed_while_it_starts_again_leaves_nothing_running(
    configuration: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(configuration)
    start, started = Starter.start, []

    def start_and_be_closed(self: Starter) -> Processes:
        started.append(start(self))
        engine.close()
        return started[0]

    monkeypatch.setattr(Starter, "start", start_and_be_closed)
    os.kill(engine.pid, signal.SIGKILL)
    engine.judge(request_of({"ada.py": HONEST.encode()}, only=ROWS))

    assert [one.process.returncode is not None for one in started] == [True]

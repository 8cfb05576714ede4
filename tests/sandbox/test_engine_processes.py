"""The command starts a zygote with its bench, hears how workers are confined, and ends both."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import ROOT
from tests.sandbox.test_wire import CONFIG, COURSE
from torchgrade.errors import CourseError, InternalError, TorchgradeError, UsageError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.sandbox import wire
from torchgrade.sandbox.confinement.plan import LAYERS, Plan
from torchgrade.sandbox.confinement.records import Act, Isolation, Layer
from torchgrade.sandbox.engine_processes import EngineDiedError, NotStartedError, Processes

PLAN = Plan(layers=LAYERS, trees=("/usr",), modules=("torch",), witness="/etc/passwd")
ISOLATION = Isolation(
    level=SandboxLevel.B,
    layers=(Layer(name="landlock", works=True, detail="ABI 7"),),
    canary=(Act(name="start_process", forbidden=True, answer="EPERM"),),
    landlock=7,
    mapped_bytes=3,
)

# Stands before the zygote's command line, whose last words are two descriptors and how warm it is to be.
FAKE = """
import socket, sys
sys.path.insert(0, {root!r})
from tests.sandbox.test_engine_processes import CONFIG, COURSE, ISOLATION, PLAN
from torchgrade.sandbox import wire
control, bench = (wire.Connection(socket.socket(fileno=int(fd))) for fd in sys.argv[-3:-1])

def confined():
    order = wire.decode_to_zygote(control.receive())
    assert order == wire.Confine(plan=PLAN, memory_bytes=CONFIG.limits.memory_bytes), order
    control.send(wire.Confined(isolation=ISOLATION))
    assert wire.decode_to_bench(bench.receive()) == wire.Configure(config=CONFIG)

{act}
"""
SERVE = """
sys.stderr.write(f"warm: {sys.argv[-1]}, module: {sys.argv[-4]}")
sys.stderr.flush()
confined()
bench.send(wire.Configured(course=COURSE))
control.receive()
"""
Start = Callable[..., Processes]


@pytest.fixture
def start() -> Iterator[Start]:
    """Return a function that starts processes which do what a text says."""
    made: list[Processes] = []

    def started(act: str, *, full: bool = True) -> Processes:
        code = FAKE.replace("{root!r}", repr(str(ROOT))).replace("{act}", act)
        made.append(Processes(CONFIG, PLAN, full=full, before=[sys.executable, "-I", "-c", code]))
        return made[-1]

    yield started
    for processes in made:
        processes.close()


def test_it_is_told_how_workers_are_confined_and_what_the_course_is(start: Start) -> None:
    processes = start(SERVE)

    assert processes.isolation == ISOLATION
    assert processes.course == COURSE
    assert processes.alive()


@pytest.mark.parametrize(("full", "said"), [(True, "full"), (False, "lean")])
def test_the_zygote_is_a_module_of_ours_as_warm_as_was_asked_for(full: bool, said: str, start: Start) -> None:
    assert start(SERVE, full=full).tail() == f"warm: {said}, module: torchgrade.sandbox.zygote"


def test_it_ends_with_its_handle(start: Start) -> None:
    processes = start(SERVE)
    processes.close()

    assert not processes.alive()
    assert processes.tail() == ""


@pytest.mark.parametrize(
    "act",
    [
        "sys.exit('no room for it')",
        "control.close(); sys.exit('no room for it')",
        "confined(); sys.exit('no room for it')",
        "confined(); bench.close(); sys.exit('no room for it')",
    ],
)
def test_processes_that_end_before_they_are_ready_say_why(act: str, start: Start) -> None:
    with pytest.raises(NotStartedError, match="could not be started: no room for it"):
        start(act)


def test_processes_that_end_in_silence_are_said_to_have_said_nothing(start: Start) -> None:
    with pytest.raises(NotStartedError, match="they printed nothing"):
        start("sys.exit(0)")


@pytest.mark.parametrize(
    ("act", "killed"),
    [
        ("os.kill(os.getpid(), 9)", True),
        ("os._exit(137)", True),
        ("sys.exit('no room for it')", False),
    ],
)
def test_a_start_that_something_killed_is_told_from_one_that_failed(act: str, killed: bool, start: Start) -> None:
    """Whatever a library had written before."""
    with pytest.raises(NotStartedError) as caught:
        start(f"import os; print('a warning of a library', file=sys.stderr, flush=True); {act}")

    assert caught.value.was_killed is killed


def test_of_what_they_wrote_the_end_is_told(start: Start) -> None:
    with pytest.raises(NotStartedError) as caught:
        start("sys.exit('x' * 100_000 + 'the last words')")

    assert str(caught.value).endswith("the last words")
    assert len(str(caught.value)) < 3000


@pytest.mark.parametrize(
    ("error", "kind"),
    [("UsageError", UsageError), ("CourseError", CourseError), ("NoSuchError", TorchgradeError)],
)
def test_what_the_bench_refuses_is_an_error_of_its_kind(error: str, kind: type[Exception], start: Start) -> None:
    with pytest.raises(kind, match="no such data") as caught:
        start(f"confined(); bench.send(wire.Refused(error={error!r}, message='no such data')); control.receive()")

    assert type(caught.value) is kind


def test_another_answer_than_was_asked_for_is_an_error_of_ours(start: Start) -> None:
    with pytest.raises(InternalError, match="unexpected message"):
        start("confined(); bench.send(wire.Broken(message='x')); control.receive()")


def test_an_order_to_processes_that_are_gone_says_so(start: Start) -> None:
    processes = start(SERVE.replace("control.receive()\n", "", 1))
    processes.process.wait(20)

    assert not processes.alive()
    with pytest.raises(EngineDiedError):
        processes.order(wire.KillJudge(job=1))


def test_who_does_not_end_by_itself_is_killed(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    processes = start("import time\n" + SERVE.replace("control.receive()", "time.sleep(1000)"))
    wait = processes.process.wait

    def impatient(timeout: float | None = None) -> int:
        if timeout is not None:
            raise subprocess.TimeoutExpired("zygote", timeout)
        return wait()

    monkeypatch.setattr(processes.process, "wait", impatient)
    processes.close()

    assert processes.process.returncode == -9


def test_processes_that_another_thread_closes_are_not_alive(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """While that thread waits for their end, ``poll`` of the process says None to every other thread."""
    processes = start(SERVE)
    processes.close()
    monkeypatch.setattr(processes.process, "poll", lambda: None)

    assert not processes.alive()

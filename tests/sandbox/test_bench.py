"""The bench loads the course of a run, says why where it cannot, and forks a judge for each submission."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import msgspec
import pytest

from tests.conftest import Grade, request_of
from torchgrade.errors import UsageError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import wire
from torchgrade.sandbox.bench import Bench
from torchgrade.sandbox.engine import Engine

CONFIG = RunConfig(exercises=("softmax",), data="synthetic-fashion", data_root="", seed=1, hidden_seed=2)


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Bench, wire.Connection]]:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    command, benches = socket.socketpair()
    zygote, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command.settimeout(20)
    yield Bench(benches, zygote, SandboxLevel.B, full=False), wire.Connection(command)
    for end in (command, benches, zygote, other):
        end.close()


def answer(scene: tuple[Bench, wire.Connection], config: RunConfig) -> wire.ToCommand:
    """Return what the bench says to a configuration, after the command has hung up."""
    bench, command = scene
    command.send(wire.Configure(config=config))
    command.stream.shutdown(socket.SHUT_WR)
    bench.serve()
    frame = command.receive()
    assert frame is not None
    said: wire.ToCommand = wire.decode_to_command(frame)
    return said


def test_a_course_is_loaded_and_told_of(scene: tuple[Bench, wire.Connection]) -> None:
    said = answer(scene, CONFIG)

    assert isinstance(said, wire.Configured)
    assert [exercise.exercise for exercise in said.course.exercises] == ["softmax"]


def test_what_the_person_can_mend_is_refused_by_name(scene: tuple[Bench, wire.Connection]) -> None:
    said = answer(scene, msgspec.structs.replace(CONFIG, exercises=("train_ch3",), data="no such data"))

    assert isinstance(said, wire.Refused)
    assert (said.error, "no such data" in said.message) == (UsageError.__name__, True)


def test_a_bench_ends_with_its_command(scene: tuple[Bench, wire.Connection]) -> None:
    bench, command = scene
    command.close()

    bench.serve()


def test_a_judge_may_take_another_while_it_runs(engine: Engine) -> None:
    """Two slots, twelve submissions: every one has its own result."""
    requests = [request_of({"a.py": f"x = {i}\n".encode()}, submission=f"s{i}") for i in range(12)]
    found = {request.submission: result.submission for request, result in engine.run(iter(requests))}

    assert found == {request.submission: request.submission for request in requests}


def test_what_one_submission_leaves_behind_no_other_finds(grade: Grade) -> None:
    left = "import torch, sys\n\ndef softmax(X):\n    torch.left = 1\n    torch.exp = None\n    return X\n"
    grade(left, only=("softmax.rows",))
    right = "import torch\n\ndef softmax(X):\n    assert not hasattr(torch, 'left')\n    e = torch.exp(X - X.max(1, keepdim=True).values)\n    return e / e.sum(1, keepdim=True)\n"

    assert grade(right, only=("softmax.rows",)).points == 2.0

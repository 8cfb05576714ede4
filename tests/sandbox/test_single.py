"""A judge that is an interpreter of its own comes to the same result as a forked one (ruling 28)."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

import msgspec
import pytest
from msgspec import Struct

from tests.conftest import request_of
from tests.model.test_results import RESULT
from tests.sandbox.test_failures import COURSE
from torchgrade.errors import CourseError, InternalError, UsageError
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import interpreters, wire
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.fork_or_spawn import one_off
from torchgrade.sandbox.single import SpawnEngine

MIXED = b"""
import random
import torch

noise = random.random()

def softmax(X):
    if X.isfinite().all() and X.abs().max() > 900:
        raise SystemExit
    print("softmax", X.shape, noise, random.random(), torch.rand(1))
    e = torch.exp(X)
    return e / e.sum(1, keepdim=True)
"""


def without_seconds(result: SubmissionResult) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(result, seconds=0.0))


@pytest.mark.slow
def test_spawning_gives_the_same_result_as_forking(
    engine: Engine, configuration: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte, but for the seconds: values, messages, seeds, output and diagnoses."""
    only = tuple(check.check for e in engine.course.exercises if e.exercise == "softmax" for check in e.checks)
    request = request_of({"ada.py": MIXED}, only=only)
    # A spawned worker pays for its imports itself.
    limits = msgspec.structs.replace(configuration.limits, cpu_seconds=30.0, wall_seconds=60.0)
    monkeypatch.setenv("TORCHGRADE_START", "spawn")
    with one_off(msgspec.structs.replace(configuration, limits=limits)) as spawning:
        assert isinstance(spawning, SpawnEngine)
        spawned = spawning.judge(request)

    assert without_seconds(spawned) == without_seconds(engine.judge(request))
    assert spawned.points is not None
    assert spawned.points > 0


class FakeProcess:
    """Stands for the judge's process; the test has written beforehand what it says."""

    def __init__(self) -> None:
        self.ended = False

    def kill(self) -> None:
        self.ended = True

    def wait(self) -> int:
        return 0


Start = Callable[..., FakeProcess]


@pytest.fixture
def judge_that_says(monkeypatch: pytest.MonkeyPatch) -> Start:
    """Return a function that makes the next judge say these records and hang up."""

    def say(*records: Struct) -> FakeProcess:
        process = FakeProcess()

        def start(role: str, descriptor: int) -> FakeProcess:
            assert role == "judge"
            judge = wire.Connection(socket.socket(fileno=os.dup(descriptor)))
            for record in records:
                judge.send(record)
            judge.stream.shutdown(socket.SHUT_WR)
            judge.close()
            return process

        monkeypatch.setattr(interpreters, "start", start)
        return process

    return say


CONFIG = RunConfig(exercises=("f",), data="d", data_root="", seed=1, hidden_seed=2)
REQUEST = request_of({"ada.py": b"x"})
CONFIGURED = wire.Configured(course=COURSE)


def judged(process: FakeProcess) -> SubmissionResult:
    with SpawnEngine(CONFIG) as spawning:
        assert spawning.course == COURSE
        result = spawning.judge(REQUEST)
    assert process.ended
    return result


def test_a_verdict_is_the_result(judge_that_says: Start) -> None:
    process = judge_that_says(CONFIGURED, wire.Reading(), wire.Read(), wire.Verdict(result=RESULT))

    assert without_seconds(judged(process)) == without_seconds(RESULT)


def test_a_judge_that_ends_while_it_reads_has_failed_the_submission(judge_that_says: Start) -> None:
    result = judged(judge_that_says(CONFIGURED, wire.Reading()))

    assert result.problems[-1].message_id == "read.limit"
    assert result.points == 0.0


@pytest.mark.parametrize(
    "records",
    [
        (),
        (wire.Reading(), wire.Read()),
        (wire.Reading(), wire.Read(), wire.Broken(message="KeyError: 'x'")),
    ],
)
def test_a_judge_that_ends_otherwise_is_a_fault_of_ours(records: tuple[Struct, ...], judge_that_says: Start) -> None:
    result = judged(judge_that_says(CONFIGURED, *records))

    assert result.problems[-1].message_id == "ours.judge"
    assert result.points is None


@pytest.mark.parametrize(
    ("records", "error", "message"),
    [
        ((wire.Refused(error="UsageError", message="no such data"),), UsageError, "no such data"),
        ((wire.Refused(error="CourseError", message="no checks"),), CourseError, "no checks"),
        ((), InternalError, "could not be started"),
        ((wire.Reading(),), InternalError, "could not be started"),
    ],
)
def test_a_judge_that_cannot_load_the_course_says_why_and_is_ended(
    records: tuple[Struct, ...], error: type[Exception], message: str, judge_that_says: Start
) -> None:
    process = judge_that_says(*records)
    with pytest.raises(error, match=message):
        SpawnEngine(CONFIG)

    assert process.ended

"""Which end of a submission's run is final, and whose fault the last one is."""

from __future__ import annotations

import pytest
from msgspec import structs

from tests.conftest import request_of
from tests.sandbox.test_patience import COURSE
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.results import ExerciseResult, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import tries, wire
from torchgrade.sandbox.confinement.calls import ALLOWED
from torchgrade.sandbox.engine_processes import EngineDiedError
from torchgrade.sandbox.tries import Found, JudgeDiedError

CONFIG = RunConfig(exercises=("f",), data="none", data_root="", seed=1, hidden_seed=2, sandbox=SandboxLevel.B)
OPEN = structs.replace(CONFIG, sandbox=SandboxLevel.NONE)


def verdict(*, starved: bool = False, killed: bool = False, status: Status = Status.GRADED) -> wire.Verdict:
    exercise = ExerciseResult(exercise="f", status=status, points=0.0, max_points=1.0)
    result = SubmissionResult(
        submission="ada", points=0.0, max_points=1.0, sandbox=SandboxLevel.B, seconds=0.0, exercises=[exercise]
    )
    return wire.Verdict(result=result, starved=starved, killed=killed)


READING = JudgeDiedError(reading=True, reason="")
DIED = JudgeDiedError(reading=False, reason="the reason")
KILLED = JudgeDiedError(reading=True, reason="", killed=True)
TRIES = {
    "a verdict": (verdict(), CONFIG, 1),
    "a starved worker": (verdict(starved=True), CONFIG, 2),
    "an error of ours": (verdict(status=Status.ERROR), CONFIG, 2),
    "a killed worker": (verdict(killed=True), CONFIG, 3),
    "a worker that the submission may have killed": (verdict(killed=True), OPEN, 2),
    "a text that ends its judge": (READING, CONFIG, 1),
    "a judge that ends": (DIED, CONFIG, 2),
    "a killed judge": (KILLED, CONFIG, 3),
    "a dead engine": (EngineDiedError(), CONFIG, 3),
    "a dead engine that the submission may have killed": (EngineDiedError(), OPEN, 2),
}


@pytest.mark.parametrize("case", TRIES)
def test_a_submission_runs_again_as_often_as_its_end_may_be_no_fault_of_its_own(case: str) -> None:
    found, config, runs = TRIES[case]
    done = next((n for n in range(1, tries.MOST) if tries.is_final(found, n, config)), tries.MOST)

    assert done == runs


@pytest.mark.parametrize(
    ("found", "config", "status", "message"),
    [
        (READING, CONFIG, Status.GRADED, "read.limit"),
        (DIED, CONFIG, Status.ERROR, "ours.judge"),
        (JudgeDiedError(reading=False, reason="", killed=True), CONFIG, Status.ERROR, "ours.judge"),
        (verdict(killed=True), CONFIG, Status.ERROR, "ours.judge"),
        (EngineDiedError(), CONFIG, Status.ERROR, "ours.judge"),
        (EngineDiedError(), OPEN, Status.GRADED, "worker.ended_engine"),
    ],
)
def test_only_an_unconfined_submission_is_blamed_for_the_end_of_processes(
    found: Found, config: RunConfig, status: Status, message: str
) -> None:
    result = tries.result_of(found, request_of({"ada.py": b""}), COURSE, config)

    assert (result.exercises[0].status, result.problems[-1].message_id) == (status, message)
    assert (result.points is None) == (status is Status.ERROR)


def test_a_verdict_is_the_result() -> None:
    for found, config in ((verdict(), CONFIG), (verdict(killed=True), OPEN)):
        assert tries.result_of(found, request_of({"ada.py": b""}), COURSE, config) is found.result


def test_a_confined_submission_has_no_call_that_sends_a_signal() -> None:
    """So whatever sends SIGKILL to its worker is not the submission."""
    senders = {"kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal", "timer_create"}

    assert not senders & set(ALLOWED)

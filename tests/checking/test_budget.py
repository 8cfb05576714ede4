"""All workers of a submission share its seconds; when they are used up, what is left is skipped and says why."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.checking.conftest import RunCourse
from tests.checking.little_course import VALUE, ScriptedWorkers, collected, returned
from tests.checking.test_worker_session import calling, fine, loading
from torchgrade.checking import grade as grading
from torchgrade.checking.budget import Budget
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.worker_session import WorkerSession
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import Outcome
from torchgrade.protocol.messages import Call, Load, Reply, WorkerRequest

LIMITS = Limits(cpu_seconds=5.0, wall_seconds=20.0, submission_seconds=100.0)
CHECKS = "".join(
    f'\n{VALUE}\ndef test_{name}(student, tensors):\n    """{name}."""\n    student.f(tensors.normal(2))\n'
    for name in ("one", "two", "three", "four")
)


class Clock:
    """Clock that a test moves; ``speed`` makes its seconds shorter than those of the machine."""

    def __init__(self, speed: float = 0.0) -> None:
        self.now = 0.0
        self.speed = speed

    def __call__(self) -> float:
        return self.now + time.monotonic() * self.speed


def test_only_the_seconds_of_requests_are_counted() -> None:
    clock = Clock()
    budget = Budget(LIMITS, clock)
    for _ in range(3):
        clock.now += 1000
        with budget.spending():
            clock.now += 33
    assert not budget.is_spent

    with budget.spending():
        clock.now += 1
        assert budget.is_spent
    assert budget.is_spent


def test_a_check_may_use_its_own_limit_whatever_the_submission_has() -> None:
    assert Budget(Limits(wall_seconds=300.0, submission_seconds=10.0)).seconds == 300.0


@pytest.mark.parametrize(
    ("processor", "running", "starved"), [(0.0, 49.0, True), (30.0, 19.0, True), (30.0, 20.0, False)]
)
def test_workers_that_did_not_compute_for_half_of_it_may_have_been_starved(
    processor: float, running: float, *, starved: bool
) -> None:
    budget = Budget(LIMITS, Clock())
    budget.add_processor(processor)

    assert budget.is_starved(running) is starved


def slow(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
    if isinstance(request, Call):
        time.sleep(0.3)
    return fine(request, body, load)


@pytest.mark.parametrize(("processor", "starved"), [(0.0, True), (4.9, False)])
def test_a_request_ends_with_the_seconds_of_the_submission(processor: float, *, starved: bool) -> None:
    """A worker that computes has used them; one that waits may have waited for the machine (ruling 25)."""
    limits = Limits(cpu_seconds=5.0, wall_seconds=5.0, submission_seconds=5.0)
    workers = ScriptedWorkers(slow)
    session = WorkerSession(workers, limits, loading, Budget(limits, Clock(speed=100.0)))
    start = workers.start

    def start_busy() -> object:
        worker = start()
        worker.cpu = processor  # type: ignore[attr-defined]
        return worker

    workers.start = start_busy  # type: ignore[method-assign, assignment]
    with pytest.raises(CheckFailedError) as caught:
        session.ask(calling())

    assert (caught.value.message_id, caught.value.values) == ("limit.submission", {"seconds": 5.0})
    assert (session.starved, session.limits_hit) == (starved, 1)
    assert all(worker.killed for worker in workers.started)


def test_two_exercises_of_a_submission_share_its_seconds() -> None:
    budget = Budget(LIMITS, Clock(speed=100.0))
    sessions = [WorkerSession(ScriptedWorkers(slow), LIMITS, loading, budget) for _ in range(2)]
    with pytest.raises(CheckFailedError, match="limit.submission"):
        for session in sessions * 4:
            session.ask(calling())
    for session in sessions:
        session.close()

    assert budget.is_spent


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_left_is_skipped_and_says_why(
    language: str, tmp_path: Path, run_course: RunCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()

    def sleeping(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        clock.now += 75 * isinstance(request, Call)
        return returned(request, 1.0) if isinstance(request, Call) else fine(request, body, load)

    monkeypatch.setattr(grading, "Budget", lambda limits: Budget(limits, clock))
    graded, _ = run_course(collected(tmp_path, CHECKS), sleeping)
    checks = graded.result.exercises[0].checks

    assert [check.outcome for check in checks] == [Outcome.PASSED] * 3 + [Outcome.SKIPPED]
    assert (checks[3].message_id, checks[3].values, checks[3].points) == ("skipped.submission", {"seconds": 180.0}, 0.0)
    assert "180" in catalogue_for(language=language).render(checks[3].message_id, checks[3].values)

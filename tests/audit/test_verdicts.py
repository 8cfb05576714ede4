"""A verdict says what the audit asks of a result."""

from __future__ import annotations

from tests.audit.making import check, verdict
from torchgrade.audit.verdicts import verdict_of
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, Diagnosis, ExerciseResult, Note, SubmissionResult


def test_a_result_keeps_outcomes_names_and_blamed_helpers_of_its_exercise() -> None:
    failed = CheckResult(
        check="double.values", kind=Kind.VALUE, hidden=False, outcome=Outcome.FAILED, points=0, max_points=1,
        message_id="value.differs", diagnosis=Diagnosis(misconception="double.mistake.halved", message="."),
        notes=[Note(message_id="helper.at_fault", values={"helpers": "half"})],
    )  # fmt: skip
    exercises = [
        ExerciseResult(exercise=name, status=Status.GRADED, points=0, max_points=1, checks=checks)
        for name, checks in (("other", []), ("double", [failed]))
    ]
    result = SubmissionResult(
        submission="a", points=0, max_points=2, sandbox=SandboxLevel.B, seconds=1.0, exercises=exercises
    )

    found = verdict_of(result, "double")

    assert found.failed == ("values",)
    assert found.named == ("double.mistake.halved",)
    assert found.checks[0].helpers == ("half",)


def test_time_is_the_reason_only_if_it_is_the_reason_of_every_failed_check() -> None:
    slow = check("a", "failed", reason="limit.cpu")
    wrong = check("b", "failed", reason="value.differs")

    assert verdict(slow, check("c", "skipped")).is_by_time
    assert not verdict(slow, wrong).is_by_time
    assert not verdict(check("a")).is_by_time


def test_an_error_of_torchgrade_is_no_verdict() -> None:
    assert verdict(check("a", "error")).is_error
    assert verdict(status=Status.ERROR).is_error
    assert not verdict(check("a", "failed")).is_error


def test_an_answer_that_was_not_started_earns_nothing() -> None:
    assert not verdict(points=1, status=Status.NOT_STARTED).earns_all

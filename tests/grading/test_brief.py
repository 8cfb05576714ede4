"""Brief form of a result."""

from __future__ import annotations

import msgspec
import pytest
from msgspec import structs

from torchgrade.grading.brief import brief_of_text, brief_text
from torchgrade.model.history import attempt_of
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import (
    CheckResult,
    Curve,
    Diagnosis,
    Environment,
    Evidence,
    ExerciseResult,
    Frame,
    Note,
    Passage,
    SubmissionResult,
    SubmittedFile,
)

NOTE = Note(message_id="a.b", values={"n": 1}, message="One.")


def check_of(outcome: Outcome) -> CheckResult:
    return CheckResult(
        check=f"x.{outcome}", kind=Kind.VALUE, hidden=True, outcome=outcome, points=0.5, max_points=1.0, title="Rows",
        sentence="Rows sum to one.", message_id="m.n", values={"k": 2}, message="Two.", check_seed=3, output="printed",
        diagnosis=Diagnosis(misconception="x.dim", message="dim=0", shared=[NOTE], passage=Passage(section="4.3")),
        next=NOTE, evidence=Evidence(call="f(X)"), frames=[Frame(place="a.py", function="f", line="1")], notes=[NOTE],
    )  # fmt: skip


def result_of(status: Status) -> SubmissionResult:
    found = ExerciseResult(
        exercise="x", status=status, points=1.0, max_points=4.0, file="a.py", notes=[NOTE],
        checks=[check_of(outcome) for outcome in Outcome], attachments=[Curve(name="curve.train_loss", points=[])],
    )  # fmt: skip
    return SubmissionResult(
        submission="ada", points=1.0, max_points=4.0, sandbox=SandboxLevel.B, seconds=0.5, exercises=[found], seed=7,
        files=[SubmittedFile(name="a.py", sha256="0", size=1)], problems=[NOTE], hidden_checks=False,
        environment=Environment(torchgrade="1", python="3", torch="2", course="c", data="d"),
    )  # fmt: skip


def brief(result: SubmissionResult) -> SubmissionResult:
    return msgspec.json.decode(brief_text(result), type=SubmissionResult)


def test_the_marks_and_the_problems_of_a_submission_stay() -> None:
    whole = result_of(Status.GRADED)
    assert structs.replace(brief(whole), exercises=[]) == structs.replace(whole, exercises=[], files=[], seed=None)


@pytest.mark.parametrize("status", list(Status))
def test_the_notes_of_an_exercise_stay_where_they_say_why_it_has_no_mark(status: Status) -> None:
    (part,) = brief(result_of(status)).exercises
    assert (part.exercise, part.status, part.points, part.max_points) == ("x", status, 1.0, 4.0)
    assert part.notes == ([NOTE] if status in {Status.ERROR, Status.UNDECIDED, Status.MISSING} else [])
    assert (part.file, part.attachments) == ("", [])


def test_a_check_keeps_its_outcome_and_its_points() -> None:
    checks = brief(result_of(Status.GRADED)).exercises[0].checks
    assert [one.outcome for one in checks] == list(Outcome)
    assert {(one.kind, one.hidden, one.points, one.max_points) for one in checks} == {(Kind.VALUE, True, 0.5, 1.0)}


def test_a_check_that_did_not_pass_keeps_its_reason_and_nothing_of_what_was_tried() -> None:
    for check in brief(result_of(Status.GRADED)).exercises[0].checks:
        told = (check.title, check.sentence, check.message_id, check.values, check.message)
        if check.outcome in {Outcome.FAILED, Outcome.ERROR}:
            assert told == ("Rows", "Rows sum to one.", "m.n", {"k": 2}, "Two.")
            assert check.diagnosis == Diagnosis(misconception="x.dim", message="dim=0", shared=[NOTE])
        else:
            assert told == ("", "", "", {}, "")
            assert check.diagnosis is None
        assert (check.next, check.evidence, check.frames, check.notes, check.output) == (None, None, [], [], "")


def test_the_attempt_of_a_brief_result_is_that_of_the_whole_one() -> None:
    whole = result_of(Status.GRADED)
    assert attempt_of(brief(whole), 1, "d", "at") == attempt_of(whole, 1, "d", "at")


def test_the_brief_form_of_a_kept_result_is_that_of_the_result() -> None:
    whole = result_of(Status.ERROR)
    assert brief_of_text(msgspec.json.encode(whole).decode()) == brief_text(whole)

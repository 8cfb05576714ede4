"""Final marks of a class."""

from __future__ import annotations

from torchgrade.model.history import Override
from torchgrade.model.marks import marks_of
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.people import Delivered, Enrolled, Person
from torchgrade.model.results import Environment, ExerciseResult, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood, RowStatus, RunRows

ADA = Person(name="Ada Ngo", number="007", section="A")
NOTE = Note(message_id="deliveries.absent")


def result_of(submission: str, points: float | None = 3.0) -> SubmissionResult:
    status = Status.ERROR if points is None else Status.GRADED
    found = ExerciseResult(exercise="softmax", status=status, points=points or 0.0, max_points=4.0)
    return SubmissionResult(
        submission=submission,
        points=points,
        max_points=4.0,
        sandbox=SandboxLevel.B,
        seconds=0.1,
        exercises=[found],
        environment=Environment(torchgrade="1", python="3", torch="2", course="c", data="d"),
    )


def decided(who: str, points: float) -> dict[str, Override]:
    return {who: Override(who=who, points=points, why="oral exam", at="2026-11-29T00:00:00Z")}


def test_a_mark_has_the_person_and_the_delivery_of_its_row() -> None:
    delivered = Delivered(submission="007", layout="canvas", entries=("ngoada_1_2_a.py",), is_late=True)
    rows = RunRows(
        exercises=(),
        enrolled=(Enrolled(key="007", submission="007", person=ADA, is_listed=True),),
        delivered=(delivered,),
    )

    (mark,) = marks_of([result_of("007")], rows)

    assert (mark.person, mark.delivered, mark.is_listed, mark.points) == (ADA, delivered, True, 3.0)


def test_every_member_of_a_group_has_the_mark_of_the_group() -> None:
    marks = marks_of([result_of("1+2")], RunRows(exercises=(), groups={"1+2": ("2", "1")}))

    assert [(mark.key, mark.submission, mark.points) for mark in marks] == [("1", "1+2", 3.0), ("2", "1+2", 3.0)]


def test_an_error_of_ours_and_an_input_that_was_not_understood_have_no_mark() -> None:
    rows = RunRows(exercises=(), not_understood=(NotUnderstood(name="notes.txt", note=NOTE),))

    marks = marks_of([result_of("ada", None)], rows)

    assert [(mark.key, mark.points, mark.status) for mark in marks] == [
        ("ada", None, RowStatus.ERROR),
        ("notes.txt", None, RowStatus.NOT_UNDERSTOOD),
    ]


def test_a_student_without_a_submission_is_a_person_without_a_mark() -> None:
    rows = RunRows(
        exercises=(),
        not_understood=(NotUnderstood(name="007", note=NOTE, is_absent=True),),
        enrolled=(Enrolled(key="007", person=ADA, is_listed=True),),
    )

    (mark,) = marks_of([], rows)

    assert (mark.person, mark.points, mark.status) == (ADA, None, RowStatus.NOTHING_HANDED_IN)


def test_a_decision_counts_and_torchgrade_s_points_are_kept_beside_it() -> None:
    (mark,) = marks_of([result_of("ada")], RunRows(exercises=(), overrides=decided("ada", 4.0)))

    assert (mark.points, mark.graded, mark.override) == (4.0, 3.0, "oral exam")


def test_a_decision_on_a_group_counts_for_its_members_and_one_on_a_member_is_stronger() -> None:
    overrides = decided("1+2", 1.0) | decided("2", 2.0)

    marks = marks_of([result_of("1+2")], RunRows(exercises=(), groups={"1+2": ("1", "2")}, overrides=overrides))

    assert [mark.points for mark in marks] == [1.0, 2.0]


def test_a_decision_gives_a_mark_to_a_student_without_a_submission() -> None:
    rows = RunRows(
        exercises=(),
        not_understood=(NotUnderstood(name="007", note=NOTE, is_absent=True),),
        overrides=decided("007", 4.0),
    )

    (mark,) = marks_of([], rows)

    assert (mark.points, mark.graded) == (4.0, None)

"""Final marks of a class."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.model.history import Override
from torchgrade.model.marks import marks_in_order, marks_of
from torchgrade.model.outcomes import SandboxLevel, Status
from torchgrade.model.people import Delivered, Enrolled, Person
from torchgrade.model.results import Environment, ExerciseResult, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood, RowStatus, RunRows
from torchgrade.model.showable import show_name

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


NAMES = st.text("ab+\u674e", min_size=1, max_size=2)


@st.composite
def classes(draw: st.DrawFn) -> tuple[list[SubmissionResult], RunRows]:
    """A class with groups, people, decisions, and students without a result."""
    results = [result_of(name, draw(st.sampled_from([None, 1.0, 3.0]))) for name in draw(st.sets(NAMES, max_size=6))]
    grouped = draw(st.lists(st.sampled_from(results), max_size=3)) if results else []
    enrolled = st.builds(Enrolled, key=NAMES, submission=st.one_of(st.just(""), NAMES), is_listed=st.booleans())
    rows = RunRows(
        exercises=(),
        groups={one.submission: tuple(draw(st.lists(NAMES, max_size=3, unique=True))) for one in grouped},
        enrolled=tuple(draw(st.lists(enrolled, max_size=6))),
        delivered=tuple(Delivered(submission=name) for name in draw(st.sets(NAMES, max_size=2))),
        overrides={name: decided(name, 2.0)[name] for name in draw(st.sets(NAMES, max_size=3))},
        not_understood=tuple(
            NotUnderstood(name=name, note=NOTE, is_absent=True) for name in draw(st.lists(NAMES, max_size=3))
        ),
    )
    return results, rows


def sorted_whole(results: Sequence[SubmissionResult], rows: RunRows) -> list[tuple[str, str, float | None, bool]]:
    """Return what the marks are, from lists of everything."""
    people = {one.key: one for one in rows.enrolled}
    found = []
    for one in sorted(results, key=lambda result: result.submission):
        for key in rows.groups.get(one.submission) or (one.submission,):
            person = people.get(key, Enrolled(key=key))
            override = rows.overrides.get(key) or rows.overrides.get(one.submission)
            found.append((key, one.submission, one.points if override is None else 2.0, person.is_listed))
    graded = {one.submission for one in results}
    absent = {show_name(one.key): one for one in rows.enrolled if one.submission not in graded}
    for other in rows.not_understood:
        person = absent.get(other.name, Enrolled(key=other.name))
        override = rows.overrides.get(person.key) or rows.overrides.get(person.submission)
        found.append((person.key, "", None if override is None else 2.0, person.is_listed))
    return sorted(found, key=lambda mark: mark[0])


@given(classes())
def test_marks_one_at_a_time_are_those_of_the_sorted_class(made: tuple[list[SubmissionResult], RunRows]) -> None:
    found = [(mark, result) for mark, result in marks_in_order(*made)]
    assert [(one.key, one.submission, one.points, one.is_listed) for one, _ in found] == sorted_whole(*made)
    assert [mark.submission for mark, _ in found] == ["" if one is None else one.submission for _, one in found]

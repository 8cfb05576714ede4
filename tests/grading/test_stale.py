"""What makes a result stale, and which exercises."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from tests.grading.room import CHECKS, Room, course_of
from tests.grading.test_merging import job
from torchgrade.deliveries.found import Found
from torchgrade.grading.stale import Known, Reason, differing, due
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import Note

FOUND = Found(submission="ada", path=Path("ada.py"), files=[])
COURSE = course_of({"double": "1", "half": "1"})
KNOWN = Known(result=Room(COURSE).judged(job("x")), is_same=True, versions=COURSE.digests, is_done=False)


def reason(known: Known | None, course: CourseInfo = COURSE) -> Reason | None:
    found = due(FOUND, known, course, ())
    assert found is not None
    assert (found.is_partial, found.exercises) == (False, ())
    return found.reason


def test_a_result_that_follows_from_files_and_course_is_not_due() -> None:
    assert due(FOUND, KNOWN, COURSE, ()) is None


def test_a_submission_without_a_result_is_due() -> None:
    assert reason(None) is Reason.NEW


def test_changed_files_make_all_exercises_due() -> None:
    assert reason(structs.replace(KNOWN, is_same=False)) is Reason.CHANGED


def test_an_error_of_ours_is_due_whatever_else_is_true() -> None:
    room = Room(COURSE)
    room.fails = lambda _: True
    failed = structs.replace(KNOWN, result=room.judged(job("x")), is_same=False)
    assert reason(failed) is Reason.ERROR


def test_other_versions_make_all_exercises_due() -> None:
    assert reason(KNOWN, course_of(COURSE.digests, torch="3")) is Reason.VERSIONS


def test_a_result_without_versions_is_due_if_and_only_if_the_course_differs() -> None:
    unknown = structs.replace(KNOWN, versions={})
    assert due(FOUND, unknown, COURSE, ()) is None
    assert reason(unknown, course_of({"double": "2", "half": "1"})) is Reason.UNKNOWN


def test_a_changed_exercise_is_due_alone() -> None:
    found = due(FOUND, KNOWN, course_of({"double": "1", "half": "2"}), ())
    assert found is not None
    assert (found.reason, found.changed, found.asked, found.is_partial) == (None, ("half",), (), True)


def test_named_exercises_are_due_beside_the_changed_ones_unless_they_were_done() -> None:
    course = course_of({"double": "1", "half": "2"})
    found = due(FOUND, KNOWN, course, {"double", "half"})
    assert found is not None
    assert (found.changed, found.asked) == (("half",), ("double",))
    again = due(FOUND, structs.replace(KNOWN, is_done=True), course, {"double"})
    assert again is not None
    assert again.exercises == ("half",)


def test_a_result_without_a_judge_is_due_as_a_whole() -> None:
    unread = structs.replace(KNOWN.result, problems=[Note(message_id="read.limit")])
    assert reason(structs.replace(KNOWN, result=unread), course_of({"double": "2", "half": "1"})) is Reason.TOGETHER


def test_another_selection_or_order_needs_no_grading() -> None:
    for versions in ({"half": "1", "double": "1"}, {"half": "1"}):
        found = due(FOUND, KNOWN, course_of(versions), ())
        assert found is not None
        assert (found.exercises, found.is_partial) == ((), True)


def test_an_exercise_that_joins_the_run_is_due_even_for_results_without_versions() -> None:
    course = course_of({**COURSE.digests, "triple": "1"}, {**CHECKS, "triple": {"triple.values": 1.0}})
    same = structs.replace(course.environment, course=COURSE.environment.course)
    found = due(FOUND, structs.replace(KNOWN, versions={}), structs.replace(course, environment=same), ())
    assert found is not None
    assert found.changed == ("triple",)


def test_the_digest_of_the_course_is_no_difference_of_versions() -> None:
    other = structs.replace(COURSE.environment, course="x", python="4", threads=2)
    assert differing(COURSE.environment, other) == ["python", "threads"]

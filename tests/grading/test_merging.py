"""Merged results are those of a fresh grading, whatever changed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.grading.room import Room, course_of
from torchgrade.deliveries.found import Found, SubmittedBytes
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.grading.merging import merged
from torchgrade.grading.stale import Due, Known, due
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import Note, SubmissionResult

FOUND = Found(submission="ada", path=Path("ada.py"), files=[])
NAMES = ("a", "b", "c", "d")
POINTS = {name: {f"{name}.x": 1.0, f"{name}.y": 0.5} for name in NAMES}

courses = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["1", "2", "3"]), min_size=1)


def job(text: str, only: tuple[str, ...] = (), problems: tuple[Note, ...] = ()) -> JudgeRequest:
    """Return the request for a submission of one file."""
    file = SubmittedBytes(name="ada.py", data=text.encode(), mtime_ns=0)
    return JudgeRequest(submission="ada", digest=text, files=(file,), only=only, problems=problems)


def room_of(course: CourseInfo) -> Room:
    """Return a room whose verdicts depend on the version of the exercise."""
    room = Room(course)
    room.passes = lambda check, text: (text + course.digests[check.partition(".")[0]] + check).count("1") % 2 == 1
    return room


def judged(room: Room, one: Due, text: str, before: SubmissionResult | None) -> SubmissionResult:
    """Return the merged result of what is due."""
    if not one.is_partial:
        return room.judged(job(text))
    assert before is not None
    checks = [spec.check for part in room.course.exercises if part.exercise in one.exercises for spec in part.checks]
    now = room.judged(job(text, tuple(checks))) if checks else before
    return merged(before, now, one.exercises, room.course)


@settings(max_examples=150)
@given(steps=st.lists(st.tuples(courses, st.sets(st.sampled_from(NAMES)), st.text("1x", max_size=3)), min_size=1))
def test_any_series_of_regrades_ends_at_the_result_of_a_fresh_grading(
    steps: list[tuple[dict[str, str], set[str], str]],
) -> None:
    known = None
    text = ""
    for versions, asked, changed in steps:
        course = course_of(versions, POINTS)
        room = room_of(course)
        is_same, text = text == changed, changed
        if known is not None:
            known = structs.replace(known, is_same=is_same)
        one = due(FOUND, known, course, asked)
        before = None if known is None else known.result
        result = before if one is None and before is not None else judged(room, one or Due(found=FOUND), text, before)
        known = Known(result=result, is_same=True, versions=course.digests, is_done=False)
        fresh = room.judged(job(text))
        assert structs.replace(result, seconds=0.0) == structs.replace(fresh, seconds=0.0)


def test_a_result_without_a_judge_replaces_all_exercises() -> None:
    course = course_of({"a": "1", "b": "1"}, POINTS)
    room = room_of(course)
    before = room.judged(job("1"))
    room.fails = lambda _: True
    now = room.judged(job("1", ("a.x", "a.y")))

    assert merged(before, now, ("a",), course) == now
    assert now.points is None


def test_notes_of_the_listing_are_those_of_now() -> None:
    course = course_of({"a": "1", "b": "1"}, POINTS)
    room = room_of(course)
    late = Note(message_id="deliveries.late")
    before = room.judged(job("1"))
    now = room.judged(job("1", ("a.x", "a.y"), (late,)))

    assert merged(before, now, ("a",), course).problems == [late]

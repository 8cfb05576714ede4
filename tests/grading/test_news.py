"""What is new in a course."""

from __future__ import annotations

from msgspec import structs

from tests.grading.room import course_of
from torchgrade.grading.news import News, news_of
from torchgrade.grading.store import Kept
from torchgrade.model.runs import RunConfig

CONFIG = RunConfig(exercises=("double", "half"), data="d", data_root="", seed=1, hidden_seed=2)
BEFORE = Kept(config=CONFIG, course=course_of({"double": "1", "half": "1"}))


def news(**changes: object) -> News:
    course = structs.replace(BEFORE.course, **changes)  # type: ignore[arg-type]  # because each test names a field
    return news_of(BEFORE, Kept(config=CONFIG, course=course))


def test_the_same_course_has_no_news() -> None:
    assert news() == News(graded=("double", "half"))


def test_a_changed_check_is_no_news_and_another_version_is() -> None:
    environment = structs.replace(BEFORE.course.environment, course="x", torch="3")
    (difference,) = news(environment=environment).versions
    assert (difference["values"]["before"], difference["values"]["now"]) == ("2", "3")


def test_exercises_leave_join_and_change_their_points() -> None:
    checks = {"half": {"half.values": 4.0}, "triple": {"triple.values": 1.0}}
    course = course_of({"half": "1", "triple": "1"}, checks)
    found = news(exercises=course.exercises)
    assert (found.removed, found.joined, found.points) == (("double",), ("triple",), (("half", 3.0, 4.0),))


def test_an_exercise_is_new_in_the_course_only_if_the_run_knew_all_exercises_before() -> None:
    known = ("double", "half", "triple")
    assert news(known=known).added == ("triple",)
    older = Kept(config=CONFIG, course=structs.replace(BEFORE.course, known=()))
    assert news_of(older, Kept(config=CONFIG, course=structs.replace(BEFORE.course, known=known))).added == ()

"""What the bench does once."""

from __future__ import annotations

import dataclasses
import sys
import types
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.checking.little_course import little_course
from torchgrade.checking.course import Course
from torchgrade.checking.preparing import prepare_course
from torchgrade.errors import CourseError, UsageError


def course_that(monkeypatch: pytest.MonkeyPatch, place: Path, **checks: Any) -> Course:
    """Return a course whose exercise trains, with these names in its ``checks.py``."""
    for name in ("warmcourse", "warmcourse.f", "warmcourse.f.checks"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    vars(sys.modules["warmcourse.f.checks"]).update(checks)
    course = little_course(place, "")
    exercise = course.exercises[0]
    outline = msgspec.structs.replace(exercise.outline, package="warmcourse.f", data=True)
    return dataclasses.replace(course, exercises=(dataclasses.replace(exercise, outline=outline),))


def test_what_an_exercise_prepares_is_kept_for_every_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = course_that(monkeypatch, tmp_path, prepare=lambda data: data.kept("w", lambda: 5))
    prepare_course(course)

    assert course.kept.get("w", lambda: 6) == 5


def test_an_exercise_need_not_prepare_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = course_that(monkeypatch, tmp_path)
    prepare_course(course)

    assert course.kept.names() == []


def test_a_preparation_that_fails_names_the_exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = course_that(monkeypatch, tmp_path, prepare=lambda data: 1 / 0)

    with pytest.raises(CourseError, match="'f' could not prepare its data: ZeroDivisionError"):
        prepare_course(course)


def test_a_data_set_that_does_not_serve_is_said_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(data: object) -> None:
        raise UsageError("too small")

    with pytest.raises(UsageError, match="too small"):
        prepare_course(course_that(monkeypatch, tmp_path, prepare=prepare))

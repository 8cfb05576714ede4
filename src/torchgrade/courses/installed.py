"""Installed courses as a person chooses from them: topics, exercises and assignments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import Any

from msgspec import Struct

from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.tables import read_table
from torchgrade.courses.titles import read_title
from torchgrade.errors import CourseError
from torchgrade.model.phrases import Value, listed
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder

# These names become file names and words of a command line.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class Assignment(Struct, frozen=True, kw_only=True):
    """A name for several exercises of one course, accepted wherever exercises are named."""

    name: str
    """Id of the assignment, such as ``core``."""
    title: str
    """Title in a list, in English."""
    exercises: tuple[str, ...]
    """Ids of exercises, in the order of the course."""


class TopicOutline(Struct, frozen=True, kw_only=True):
    """One topic of a course."""

    name: str
    """Id of the topic, which is the name of its folder."""
    title: str
    """Title in a list, in English."""
    exercises: tuple[ExerciseOutline, ...]
    """Exercises in the order of the course."""


class CourseOutline(Struct, frozen=True, kw_only=True):
    """The part of ``course.toml`` for people."""

    name: str
    """Id of the course."""
    package: str
    """Package of the course."""
    title: str
    """Title in a list, in English."""
    topics: tuple[TopicOutline, ...]
    """Topics in the order of the course."""
    assignments: tuple[Assignment, ...]
    """Assignments in the order of the file."""


def courses(plugins: Plugins) -> list[CourseOutline]:
    """Return all installed courses.

    :raises CourseError: an assignment names an unknown exercise, two things have the same name, or a name cannot be a
        file name.
    """
    exercises = outlines(plugins)
    found = []
    for source in plugins.gather("torchgrade_exercises"):
        file = folder(source.package) / "course.toml"
        table = read_table(file)
        own = [outline for outline in exercises if outline.course == source.package]
        _require_name(source.name, "course_name", source.name)
        found.append(
            CourseOutline(
                name=source.name,
                package=source.package,
                title=read_title(table, ("title",), file, source.name).english,
                topics=tuple(_topic(topic, own, file) for topic in table["topics"]),
                assignments=tuple(_assignment(entry, own, file, source.name) for entry in table.get("assignments", ())),
            )
        )
    _require_distinct(found, [outline.name for outline in exercises])
    return found


def _topic(table: dict[str, Any], own: Sequence[ExerciseOutline], file: Traversable) -> TopicOutline:
    name = table["name"]
    return TopicOutline(
        name=name,
        title=read_title(table, ("topics", "title"), file, name).english,
        exercises=tuple(outline for outline in own if outline.topic == name),
    )


def _assignment(table: dict[str, Any], own: Sequence[ExerciseOutline], file: Traversable, course: str) -> Assignment:
    name = str(table.get("name", ""))
    _require_name(name, "assignment_name", course)
    wanted = list(table.get("exercises", ()))
    known = [outline.name for outline in own]
    for exercise in wanted:
        if exercise not in known:
            values: dict[str, Value] = {"course": course, "name": name, "exercise": exercise, "known": listed(known)}
            raise CourseError(told("error.course.unknown_exercise", **values))
    if not wanted:
        raise CourseError(told("error.course.empty_assignment", course=course, name=name))
    chosen = tuple(exercise for exercise in known if exercise in wanted)
    title = read_title(table, ("assignments", "title"), file, name).english
    return Assignment(name=name, title=title, exercises=chosen)


def _require_name(name: str, entry: str, course: str) -> None:
    if not _NAME.fullmatch(name):
        raise CourseError(told(f"error.course.{entry}", course=course, name=name))


def _require_distinct(found: Sequence[CourseOutline], exercises: Sequence[str]) -> None:
    seen = set(exercises)
    for course in found:
        for assignment in course.assignments:
            if assignment.name in seen:
                raise CourseError(told("error.course.taken", course=course.name, name=assignment.name))
            seen.add(assignment.name)

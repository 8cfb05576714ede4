"""Outlines of exercises, read without running any of them: titles, signatures and settings."""

from __future__ import annotations

import ast
from importlib.resources.abc import Traversable
from typing import Any

from msgspec import Struct

from torchgrade.courses.policies import Policy, read_policy
from torchgrade.courses.tables import course_error, read_table
from torchgrade.courses.titles import read_title
from torchgrade.errors import CourseError
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder


class ExerciseOutline(Struct, frozen=True, kw_only=True):
    """``exercise.toml`` of one exercise."""

    name: str
    """Id: the name of the function."""
    course: str
    """Package of the course."""
    topic: str
    """Id of its topic."""
    topic_title: str = ""
    """Title of its topic in English; empty if the course gives none."""
    package: str
    """Package of the exercise."""
    title: str
    """Name of the exercise on a page, in English."""
    signature: str
    """The call, with the names of the chapter."""
    section: str
    """Section of the chapter that explains it, in English."""
    fill: tuple[str, ...] = ()
    """Helpers that the course gives if the student did not write them (ruling 19)."""
    override: tuple[str, ...] = ()
    """Names that the course always gives: plots and timers."""
    data: bool = False
    """Whether its checks train on the run's data set."""
    policy: Policy = Policy()
    """Functions, operators and constructors that a student must write and not call (ruling 5)."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters in the chapter's signature, without their default values."""
        inside = self.signature.partition("(")[2].rpartition(")")[0]
        return tuple(part.partition("=")[0].strip() for part in inside.split(",") if part.strip())


def outlines(plugins: Plugins) -> list[ExerciseOutline]:
    """Return the exercises of all installed courses, in their order.

    :raises CourseError: a file of a course is missing or damaged, or two courses define the same exercise.
    """
    found: list[ExerciseOutline] = []
    for source in plugins.gather("torchgrade_exercises"):
        place = folder(source.package)
        for topic in read_topics(place / "course.toml"):
            topic_title = read_title(topic, ("topics", "title"), place / "course.toml").english
            for name in topic["exercises"]:
                file = place / topic["name"] / name / "exercise.toml"
                if not file.is_file():
                    raise course_error(
                        place / "course.toml",
                        ("topics", "exercises"),
                        "no_outline",
                        course=source.name,
                        name=name,
                        file=str(file),
                    )
                found.append(_outline(file, name, (topic["name"], topic_title), source.package))
    names = [outline.name for outline in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        own = {outline.course for outline in found if outline.name == twice[0]}
        if len(own) == 1:
            file = folder(own.pop()) / "course.toml"
            raise course_error(file, ("topics", "exercises"), "twice", name=twice[0])
        raise CourseError(told("error.course.two", name=twice[0]))
    return found


def read_topics(file: Traversable) -> list[dict[str, Any]]:
    """Return the topics of a ``course.toml``.

    :raises CourseError: there are no topics, or a topic has no name or no list of exercises.
    """
    topics = read_table(file).get("topics")
    if not isinstance(topics, list) or not all(isinstance(topic, dict) for topic in topics):
        raise course_error(file, ("topics",), "no_topics")
    for topic in topics:
        names = topic.get("exercises")
        is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
        if not is_list or not isinstance(topic.get("name"), str):
            raise course_error(
                file,
                ("topics",),
                "topic",
                name=repr(topic.get("name")),
            )
    return topics


def _outline(file: Traversable, name: str, topic: tuple[str, str], course: str) -> ExerciseOutline:
    """Return the outline of an exercise in a topic, which is given by its id and its title."""
    table = read_table(file)
    for key in ("title", "signature", "section"):
        if key not in table:
            raise course_error(file, (), "no_key", name=name, key=key)
    if not _is_call(str(table["signature"]), name):
        raise course_error(file, ("signature",), "signature", signature=str(table["signature"]), name=name)
    return ExerciseOutline(
        name=name,
        course=course,
        topic=topic[0],
        topic_title=topic[1],
        package=f"{course}.{topic[0]}.{name}",
        title=read_title(table, ("title",), file).english,
        signature=str(table["signature"]),
        section=read_title(table, ("section",), file).english,
        fill=tuple(table.get("fill", ())),
        override=tuple(table.get("override", ())),
        data=bool(table.get("data", False)),
        policy=read_policy(table.get("policy"), name, file),
    )


def _is_call(signature: str, name: str) -> bool:
    """Return whether a signature is that of a function of a name."""
    try:
        body = ast.parse(f"def {signature}: pass").body
    except SyntaxError:
        return False
    return len(body) == 1 and isinstance(body[0], ast.FunctionDef) and body[0].name == name

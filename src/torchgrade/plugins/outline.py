"""What is known of a course's exercises without running any of it: titles, signatures and settings."""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable
from typing import Any

from msgspec import Struct

from torchgrade.errors import CourseError
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
    package: str
    """Package of the exercise."""
    title: str
    """What a page calls it."""
    signature: str
    """The call, with the names of the chapter."""
    section: str
    """Where the chapter explains it."""
    fill: tuple[str, ...] = ()
    """Helpers that the course gives where the student has none (ruling 19)."""
    override: tuple[str, ...] = ()
    """Names that the course gives in any case: plots and timers."""
    data: bool = False
    """Whether its checks train on the run's data set."""
    policy: dict[str, Any] = {}
    """Functions, operators and constructors that are to be written and not called (ruling 5)."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters in the chapter's signature."""
        inside = self.signature.partition("(")[2].rpartition(")")[0]
        return tuple(part.strip() for part in inside.split(",") if part.strip())


def read_table(file: Traversable) -> dict[str, Any]:
    """Return what a TOML file of a course says.

    :raises CourseError: it is not there, or no TOML.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"The course's file {file} cannot be read: {error}.") from error


def outlines(plugins: Plugins) -> list[ExerciseOutline]:
    """Return the exercises of all installed courses, in their order."""
    found: list[ExerciseOutline] = []
    for source in plugins.gather("torchgrade_exercises"):
        place = folder(source.package)
        for topic in read_table(place / "course.toml")["topics"]:
            for name in topic["exercises"]:
                file = place / topic["name"] / name / "exercise.toml"
                if not file.is_file():
                    raise CourseError(f"course.toml of {source.name!r} names {name!r}, which has no exercise.toml.")
                table = read_table(file)
                found.append(
                    ExerciseOutline(
                        name=name,
                        course=source.package,
                        topic=topic["name"],
                        package=f"{source.package}.{topic['name']}.{name}",
                        title=table["title"],
                        signature=table["signature"],
                        section=str(table["section"]),
                        fill=tuple(table.get("fill", ())),
                        override=tuple(table.get("override", ())),
                        data=bool(table.get("data", False)),
                        policy=table.get("policy", {}),
                    )
                )
    names = [outline.name for outline in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CourseError(f"Two courses define the exercise {twice[0]!r}; uninstall one of them.")
    return found

"""A course as the bench holds it: exercises with their checks, givens, stand-ins, policy and data."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import torch
from msgspec import structs

from torchgrade.checking.bands import band
from torchgrade.checking.diagnosis import Misconception
from torchgrade.checking.digest import course_digest
from torchgrade.checking.integrity import Policy
from torchgrade.datasets.dataset import Dataset
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.results import Band, Environment, Passage
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.outline import ExerciseOutline, outlines
from torchgrade.plugins.resources import BandSource, ReaderSource, SolutionSource, folder, resolve
from torchgrade.protocol.messages import StandIn

Further = list[tuple[str, str]]
"""Exercises, each with a reference to diagnoses that a plugin adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseExercise:
    """One exercise with everything that the judge needs of it."""

    outline: ExerciseOutline
    checks_path: Path
    hidden_path: Path | None
    reference: str | None
    policy: Policy
    misconceptions: tuple[Misconception, ...]
    bands: tuple[BandSource, ...] = ()

    @property
    def name(self) -> str:
        """Id, which is the name of the function."""
        return self.outline.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What one course puts beside a submission; the exercises of another course see nothing of it."""

    givens: str = ""
    """Text that defines the helpers that exercises name in ``fill`` and ``override``."""
    stand_ins: tuple[StandIn, ...] = ()
    """Modules that stand in for those of the chapter."""
    loaders: frozenset[str] = frozenset()
    """Functions that read a data set, which a submission need not do."""
    passages: tuple[Passage, ...] = ()
    """The sections of the book, as ``course.toml`` names them."""

    def passage(self, section: str) -> Passage | None:
        """Return the section of that number, or the nearest one around it that has an entry; None without a number.

        Of several numbers (``4.3, 6 and 7.1``) the first counts.
        """
        number = re.match(r"[\d.]*\d", section)
        if number is None:
            return None
        known = {passage.section: passage for passage in self.passages}
        parts = number[0].split(".")
        around = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        found = next((known[one] for one in around if one in known), None)
        return Passage(section=number[0]) if found is None else structs.replace(found, section=number[0])


@dataclass(kw_only=True)
class Course:
    """What a run grades with."""

    exercises: tuple[CourseExercise, ...]
    catalogue: Catalogue
    surroundings: dict[str, Surroundings]
    """By package of the course."""
    readers: tuple[ReaderSource, ...]
    root: Path
    info: CourseInfo
    config: RunConfig
    plugins: Plugins
    checks: dict[str, tuple[CheckSpec, ...]] = field(default_factory=dict)
    cache: dict[str, Any] = field(default_factory=dict)
    """What a check's fixtures keep from one submission to the next."""
    bands: dict[str, dict[str, Band]] = field(default_factory=dict)
    """Of each exercise that has any: the bands to draw, by the name of their curve."""

    @cached_property
    def data(self) -> Dataset:
        """The data set of the run, read when it is first needed."""
        return load_data(self.plugins, self.config)

    def stub(self, exercise: CourseExercise) -> str:
        """Return the text that a student starts from."""
        return (folder(exercise.outline.package) / "stub.py").read_text("utf-8")

    def around(self, exercise: CourseExercise) -> Surroundings:
        """Return what the course of an exercise puts beside a submission."""
        return self.surroundings[exercise.outline.course]

    def exercise(self, name: str) -> CourseExercise:
        """Return the exercise of that id."""
        return next(exercise for exercise in self.exercises if exercise.name == name)


def load_data(plugins: Plugins, config: RunConfig) -> Dataset:
    """Load the data set that the run names."""
    source = plugins.first("torchgrade_datasets", config.data)
    if source is None:
        known = ", ".join(s.name for s in plugins.gather("torchgrade_datasets")) or "none"
        raise UsageError(f"No installed plugin provides the data set {config.data!r}. Available: {known}.")
    dataset = resolve(source.load)(config.data_root)
    assert isinstance(dataset, Dataset)
    return dataset


def _file(place: Traversable) -> Path:
    if not isinstance(place, Path):
        raise CourseError(f"{place} is not a file of its own; install the course unpacked.")
    return place


def _policy(outline: ExerciseOutline) -> Policy:
    table = outline.policy
    return Policy(
        functions=frozenset(table.get("functions", ())),
        operators=frozenset(table.get("operators", ())),
        constructors=tuple(table.get("constructors", ())),
        own=outline.name,
    )


def _misconceptions(outline: ExerciseOutline, further: Further) -> tuple[Misconception, ...]:
    found: list[Misconception] = []
    if (folder(outline.package) / "misconceptions.py").is_file():
        found += resolve(f"{outline.package}.misconceptions:MISCONCEPTIONS")
    for exercise, reference in further:
        if exercise == outline.name:
            found += resolve(reference)
    return tuple(found)


def _catalogue_packages(packages: Sequence[str], further: Further) -> list[str]:
    """Return the packages that hold sentences: ``messages`` of each course and of each plugin with diagnoses."""
    others = dict.fromkeys(reference.partition(".")[0].partition(":")[0] for _, reference in further)
    holders = [*packages, *(name for name in others if name not in packages)]
    return [f"{name}.messages" for name in holders if (folder(name) / "messages").is_dir()]


def _surroundings(package: str) -> Surroundings:
    place = folder(package)
    table = tomllib.loads((place / "course.toml").read_text("utf-8"))
    return Surroundings(
        givens=(place / table["givens"]).read_text("utf-8") if "givens" in table else "",
        stand_ins=tuple(
            StandIn(
                modules=list(entry["modules"]),
                source=(place / entry["file"]).read_text("utf-8"),
                replaces=dict(entry.get("replaces", {})),
            )
            for entry in table.get("stand_ins", ())
        ),
        loaders=frozenset(table.get("loaders", ())),
        passages=tuple(
            Passage(
                section=str(entry["section"]),
                title=str(entry["title"]),
                links={language: str(entry[language]) for language in ("en", "zh") if language in entry},
            )
            for entry in table.get("sections", ())
        ),
    )


def load_course(config: RunConfig) -> Course:
    """Load what the run needs from the installed plugins, and collect its checks.

    Raises :class:`UsageError` for what the person running us can mend and :class:`CourseError` for what the
    author of an exercise can.
    """
    from torchgrade.checking.collection import collect

    plugins = Plugins()
    solutions: dict[str, SolutionSource] = {}
    for solution in plugins.gather("torchgrade_solutions"):
        solutions.setdefault(solution.exercise, solution)
    further: Further = plugins.gather("torchgrade_misconceptions")
    chosen = [outline for outline in outlines(plugins) if outline.name in config.exercises]
    packages = list(dict.fromkeys(outline.course for outline in chosen))
    exercises = []
    for outline in chosen:
        solution = solutions.get(outline.name)
        whole = solution if config.hidden_checks else None
        hidden = whole.hidden if whole is not None else None
        exercises.append(
            CourseExercise(
                outline=outline,
                checks_path=_file(folder(outline.package) / "checks.py"),
                hidden_path=_file(folder(hidden) / "checks.py") if hidden is not None else None,
                reference=solution.reference if solution is not None else None,
                policy=_policy(outline),
                misconceptions=_misconceptions(outline, further),
                # `check` draws none (ruling 15): it is the same where solutions are installed and where not.
                bands=whole.bands if whole is not None else (),
            )
        )
    messages = _catalogue_packages(packages, further)
    environment = Environment(
        torchgrade=importlib.metadata.version("torchgrade"),
        python=platform.python_version(),
        torch=str(torch.__version__),
        course=course_digest(packages, exercises),
        data=config.data,
    )
    course = Course(
        exercises=tuple(exercises),
        catalogue=load_catalogue([folder("torchgrade") / "catalogues", *map(folder, messages)]),
        surroundings={package: _surroundings(package) for package in packages},
        readers=tuple(plugins.gather("torchgrade_readers")),
        root=_file(folder(packages[0])) if packages else Path("/"),
        info=CourseInfo(exercises=(), environment=environment),
        config=config,
        plugins=plugins,
    )
    course.checks = collect(course)
    course.bands = {e.name: {source.curve: band(source, course.data) for source in e.bands} for e in exercises}
    if any(exercise.outline.data for exercise in exercises):
        environment = structs.replace(environment, data=f"{course.data.name} {course.data.digest}")
    course.info = CourseInfo(
        exercises=tuple(_record(exercise.outline, course.checks[exercise.name]) for exercise in exercises),
        environment=environment,
        catalogue_packages=tuple(messages),
    )
    return course


def _record(outline: ExerciseOutline, checks: tuple[CheckSpec, ...]) -> Exercise:
    return Exercise(
        exercise=outline.name,
        topic=outline.topic,
        title=outline.title,
        signature=outline.signature,
        section=outline.section,
        checks=checks,
        helpers=len(outline.fill),
    )

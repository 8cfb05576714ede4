"""Loading of a course: the plugins' parts become one frozen object, before any submission is read."""

from __future__ import annotations

import functools
import importlib.metadata
import platform
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import torch

from torchgrade.checking.bands import band
from torchgrade.checking.collection import collect
from torchgrade.checking.course import Course, CourseExercise
from torchgrade.checking.diagnosis import Misconception
from torchgrade.checking.digest import course_digest, exercise_digests
from torchgrade.courses.catalogues import catalogue_for, catalogue_packages
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.courses.sentences import read_sentences
from torchgrade.courses.solutions import hidden_checks, reference_of, solutions
from torchgrade.courses.surroundings import read_surroundings
from torchgrade.datasets.dataset import Dataset
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.phrases import listed, phrase
from torchgrade.model.results import Environment
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import SolutionSource, folder, resolve

Further = Sequence[tuple[str, str]]
"""Exercises, each with a reference to diagnoses that a plugin adds."""


def load_course(config: RunConfig) -> Course:
    """Load what the run needs from the installed plugins, and collect its checks.

    :raises UsageError: an error that the person at the keyboard can fix.
    :raises CourseError: an error that the author of an exercise can fix.
    """
    plugins = Plugins()
    further: Further = plugins.gather("torchgrade_misconceptions")
    known = solutions(plugins)
    installed = outlines(plugins)
    chosen = [outline for outline in installed if outline.name in config.exercises]
    packages = list(dict.fromkeys(outline.course for outline in chosen))
    exercises = tuple(_exercise(outline, known.get(outline.name), further, config) for outline in chosen)
    root = _file(folder(packages[0])) if packages else Path("/")
    collected = collect(exercises, root)
    dataset = functools.cache(functools.partial(load_data, plugins, config))
    others = [reference.partition(".")[0].partition(":")[0] for _, reference in further]
    sentences = catalogue_packages(packages, [outline.package for outline in chosen], others)
    bands = {e.name: {source.curve: band(source, dataset()) for source in e.bands} for e in exercises}
    trains = any(exercise.outline.data for exercise in exercises)
    digests = exercise_digests(exercises)
    environment = Environment(
        torchgrade=importlib.metadata.version("torchgrade"),
        python=platform.python_version(),
        torch=str(torch.__version__),
        course=course_digest(digests),
        data=f"{dataset().name} {dataset().digest}" if trains else config.data,
    )
    return Course(
        exercises=exercises,
        checks=collected.specs,
        calls=collected.calls,
        catalogue=catalogue_for(sentences),
        surroundings={package: read_surroundings(package) for package in packages},
        readers=tuple(plugins.gather("torchgrade_readers")),
        root=root,
        info=CourseInfo(
            exercises=tuple(_record(exercise.outline, collected.specs[exercise.name]) for exercise in exercises),
            environment=environment,
            digests=digests,
            known=tuple(outline.name for outline in installed if outline.course in packages),
            catalogue_packages=sentences,
        ),
        config=config,
        load_data=dataset,
        bands=bands,
    )


def _exercise(
    outline: ExerciseOutline, solution: SolutionSource | None, further: Further, config: RunConfig
) -> CourseExercise:
    whole = solution if config.hidden_checks else None
    hidden = hidden_checks(whole) if whole is not None else None
    place = folder(outline.package)
    return CourseExercise(
        outline=outline,
        checks_path=_file(place / "checks.py"),
        hidden_path=_file(hidden) if hidden is not None else None,
        reference=reference_of(solution) if solution is not None else None,
        misconceptions=_misconceptions(outline, further),
        # `check` draws no bands (ruling 15), so its pages are the same with and without installed solutions.
        bands=whole.bands if whole is not None else (),
        sentences=read_sentences(place, outline.name),
        is_whole=whole is not None,
    )


def _file(place: Traversable) -> Path:
    if not isinstance(place, Path):
        raise CourseError(told("error.course.packed_file", file=str(place)))
    return place


def _misconceptions(outline: ExerciseOutline, further: Further) -> tuple[Misconception, ...]:
    """Return the mistakes of an exercise, then those that plugins add."""
    found: list[Misconception] = []
    place = folder(outline.package)
    if (place / "misconceptions.py").is_file():
        found += resolve(f"{outline.package}.misconceptions:MISCONCEPTIONS")
    elif (place / "mistakes.py").is_file():
        found += resolve(f"{outline.package}.mistakes:mistake").misconceptions()
    for exercise, reference in further:
        if exercise == outline.name:
            found += resolve(reference)
    return tuple(found)


def _record(outline: ExerciseOutline, checks: tuple[CheckSpec, ...]) -> Exercise:
    return Exercise(
        exercise=outline.name,
        course=outline.course,
        topic=outline.topic,
        topic_title=outline.topic_title,
        title=outline.title,
        signature=outline.signature,
        section=outline.section,
        checks=checks,
        helpers=len(outline.fill),
    )


def load_data(plugins: Plugins, config: RunConfig) -> Dataset:
    """Load the data set that the run names."""
    source = plugins.first("torchgrade_datasets", config.data)
    if source is None:
        names = [source.name for source in plugins.gather("torchgrade_datasets")]
        known = listed(names) if names else phrase("error.none")
        raise UsageError(told("error.data.unknown", name=config.data, known=known))
    dataset = resolve(source.load)(config.data_root)
    assert isinstance(dataset, Dataset)
    return dataset

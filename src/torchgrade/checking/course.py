"""A course as the bench keeps it: exercises with their checks, givens, stand-ins, policy and data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from torchgrade.checking.diagnosis import Misconception
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.courses.policies import Policy
from torchgrade.courses.sentences import Sentences
from torchgrade.courses.surroundings import Surroundings
from torchgrade.courses.texts import read_stub
from torchgrade.datasets.dataset import Dataset
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec
from torchgrade.model.results import Band
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.resources import BandSource, ReaderSource

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseExercise:
    """One exercise with everything that the judge needs of it."""

    outline: ExerciseOutline
    checks_path: Path
    hidden_path: Path | None
    reference: str | None
    misconceptions: tuple[Misconception, ...]
    bands: tuple[BandSource, ...] = ()
    sentences: Sentences | None = None
    """English and other languages of its checks; None if its checks say their sentence in a docstring."""
    is_whole: bool = False
    """Whether its solution is installed and the run uses it, so that no check is missing."""

    @property
    def name(self) -> str:
        """Id, which is the name of the function."""
        return self.outline.name

    @property
    def policy(self) -> Policy:
        """Functions that a student must write and not call."""
        return self.outline.policy


class Kept:
    """Values that are made once and then shared: a judge is a fork, so it has whatever the bench made before."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def get(self, name: str, make: Callable[[], T]) -> T:
        """Return the value of that name, made at the first call."""
        if name not in self._values:
            self._values[name] = make()
        value: T = self._values[name]  # type: ignore[assignment]  # whoever asks for a name knows its type
        return value

    def names(self) -> list[str]:
        """Return the names of the values that were made."""
        return list(self._values)


@dataclass(frozen=True, kw_only=True)
class Course:
    """Everything that a run grades with, built once by :func:`torchgrade.checking.loading.load_course`."""

    exercises: tuple[CourseExercise, ...]
    checks: Mapping[str, tuple[CheckSpec, ...]]
    """Of each exercise, in the order in which they run."""
    catalogue: Catalogue
    surroundings: Mapping[str, Surroundings]
    """By package of the course."""
    readers: tuple[ReaderSource, ...]
    root: Path
    """Folder of the first course, from which pytest names the checks."""
    info: CourseInfo
    config: RunConfig
    load_data: Callable[[], Dataset]
    """Returns the data set of the run, and reads it at the first call only."""
    bands: Mapping[str, Mapping[str, Band]] = field(default_factory=dict)
    """Of each exercise that has any: the bands to draw, by the name of their curve."""
    kept: Kept = field(default_factory=Kept)
    """Values that the fixtures of checks keep from one submission to the next."""

    @property
    def data(self) -> Dataset:
        """The data set of the run, read when it is first needed."""
        return self.load_data()

    def stub(self, exercise: CourseExercise) -> str:
        """Return the text that a student starts from."""
        return read_stub(exercise.outline)

    def around(self, exercise: CourseExercise) -> Surroundings:
        """Return what the course of an exercise puts beside a submission."""
        return self.surroundings[exercise.outline.course]

    def exercise(self, name: str) -> CourseExercise:
        """Return the exercise of that id."""
        return next(exercise for exercise in self.exercises if exercise.name == name)

"""A course as the bench keeps it: exercises with their checks, givens, stand-ins, policy and data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from torchgrade.checking.calls import Calls
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
    """English and other languages of its checks; None if the docstrings of its checks contain their sentences."""
    is_whole: bool = False
    """Whether its solution is installed and the run uses it, so that all checks are there."""

    @property
    def name(self) -> str:
        """Id, which is the name of the function."""
        return self.outline.name

    @property
    def policy(self) -> Policy:
        """Functions that a student must write and not call."""
        return self.outline.policy


class Kept:
    """Values that are made once and then shared, because a judge is a fork of the bench."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def get(self, name: str, make: Callable[[], T]) -> T:
        """Return the value of that name, made at the first call."""
        if name not in self._values:
            self._values[name] = make()
        value: T = self._values[name]  # type: ignore[assignment]  # because each caller knows the type of its name
        return value

    def names(self) -> list[str]:
        """Return the names of the values that were made."""
        return list(self._values)


@dataclass(frozen=True, kw_only=True)
class Course:
    """Everything that a run grades with, built once by :func:`torchgrade.checking.loading.load_course`."""

    exercises: tuple[CourseExercise, ...]
    checks: Mapping[str, tuple[CheckSpec, ...]]
    """Checks of each exercise, in the order in which they run."""
    calls: Calls
    """The same checks, ready to be called."""
    catalogue: Catalogue
    surroundings: Mapping[str, Surroundings]
    """Surroundings by package of the course."""
    readers: tuple[ReaderSource, ...]
    root: Path
    """Folder of the first course, from which pytest names the checks."""
    info: CourseInfo
    config: RunConfig
    load_data: Callable[[], Dataset]
    """Function that returns the data set of the run, and reads it only at the first call."""
    bands: Mapping[str, Mapping[str, Band]] = field(default_factory=dict)
    """Bands to draw, by exercise and by the name of their curve."""
    kept: Kept = field(default_factory=Kept)
    """Values that the fixtures of checks keep from one submission to the next."""

    @property
    def data(self) -> Dataset:
        """Data set of the run, read at the first use."""
        return self.load_data()

    def stub(self, exercise: CourseExercise) -> str:
        """Return the text that a student starts from."""
        return read_stub(exercise.outline)

    def around(self, exercise: CourseExercise) -> Surroundings:
        """Return the surroundings that an exercise's course puts beside a submission."""
        return self.surroundings[exercise.outline.course]

    def exercise(self, name: str) -> CourseExercise:
        """Return the exercise of that id."""
        return next(exercise for exercise in self.exercises if exercise.name == name)

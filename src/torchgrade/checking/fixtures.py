"""Values that the parameters of a check name. The judge gives them itself, and pytest gives the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.plugins.resources import resolve

if TYPE_CHECKING:
    from torchgrade.checking.proxies import Student
    from torchgrade.courses.policies import Policy


class Exercise(Protocol):
    """Exercise of an examination, as far as fixtures need it."""

    @property
    def policy(self) -> Policy:
        """Functions that a student must write and not call."""

    @property
    def reference(self) -> str | None:
        """Reference solution, if it is installed."""


class Examined(Protocol):
    """Examination, as far as the calls of its checks need it."""

    student: Student
    data: Any
    seed: int

    @property
    def name(self) -> str:
        """Id of the exercise."""

    @property
    def exercise(self) -> Exercise:
        """The exercise."""

    @property
    def references(self) -> frozenset[str]:
        """Dotted names that the student's own text mentions, without those that the course gives."""

    def wants(self, check: str) -> bool:
        """Return whether the check is to run."""

    def run(self, check: str, attempt: Callable[[], BaseException | None]) -> None:
        """Run one check, once or more often."""


class Fixtures:
    """The pytest plugin that gives checks their fixtures, from the examination that runs."""

    def __init__(self) -> None:
        self.now: Examined | None = None

    def _value(self, name: str) -> Any:
        assert self.now is not None
        return FIXTURES[name](self.now)

    @pytest.fixture
    def student(self) -> Student:
        """Return the submission's function, in a worker."""
        student: Student = self._value("student")
        return student

    @pytest.fixture
    def tensors(self) -> Tensors:
        """Return the source of inputs, drawn from the seed of this check."""
        tensors: Tensors = self._value("tensors")
        return tensors

    @pytest.fixture
    def policy(self) -> Policy:
        """Return the policy of the exercise: names that a submission must not call."""
        policy: Policy = self._value("policy")
        return policy

    @pytest.fixture
    def references(self) -> frozenset[str]:
        """Return the dotted names that the student's own text mentions, without those that the course gives."""
        names: frozenset[str] = self._value("references")
        return names

    @pytest.fixture
    def data(self) -> Any:
        """Return the run's data set, with the place for curves and images of a page."""
        return self._value("data")

    @pytest.fixture
    def reference(self) -> Any:
        """Return the reference solution. For hidden checks only, because a student has no reference installed."""
        return self._value("reference")


def _reference(examination: Examined) -> Any:
    name = examination.exercise.reference
    assert name is not None
    return resolve(name)


FIXTURES: Mapping[str, Callable[[Examined], Any]] = {
    "student": lambda examination: examination.student,
    "tensors": lambda examination: Tensors(examination.seed),
    "policy": lambda examination: examination.exercise.policy,
    "references": lambda examination: examination.references,
    "data": lambda examination: examination.data,
    "reference": _reference,
}
"""Value of each fixture by its name."""

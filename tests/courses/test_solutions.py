"""Solutions by package, and by reference and hidden checks as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses.solutions import hidden_checks, reference_of, solutions
from torchgrade.errors import CourseError
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import SolutionSource


def test_a_package_brings_the_reference_and_the_hidden_checks(exercise: Path) -> None:
    source = SolutionSource(exercise="relu", package="foldercourse.basics.relu")
    (exercise / "hidden.py").write_text("")

    assert reference_of(source) == "foldercourse.basics.relu.reference:relu"
    assert hidden_checks(source) == exercise / "hidden.py"


def test_a_package_without_hidden_py_has_no_hidden_checks(exercise: Path) -> None:
    assert hidden_checks(SolutionSource(exercise="relu", package="foldercourse.basics.relu")) is None


def test_reference_and_hidden_checks_may_be_named_one_by_one(exercise: Path) -> None:
    source = SolutionSource(exercise="relu", reference="m:f", hidden="foldercourse.basics.relu")

    assert reference_of(source) == "m:f"
    assert hidden_checks(source) == exercise / "checks.py"
    assert hidden_checks(SolutionSource(exercise="relu", reference="m:f")) is None


def test_a_solution_that_names_nothing_is_the_authors_error() -> None:
    with pytest.raises(CourseError, match="'relu' names no package; add package="):
        reference_of(SolutionSource(exercise="relu"))


def test_the_first_solution_of_an_exercise_counts() -> None:
    class Two:
        @hookimpl
        def torchgrade_solutions(self) -> list[SolutionSource]:
            return [SolutionSource(exercise="f", reference=f"{name}:f") for name in ("first", "second")]

    found = solutions(Plugins([Two()], entry_points=False))

    assert {name: source.reference for name, source in found.items()} == {"f": "first:f"}

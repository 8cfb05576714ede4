"""The files of an exercise decide what a verdict depends on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.audit.conftest import PACKAGE
from torchgrade.audit.exercises import AuditedExercise, audited_exercises, read
from torchgrade.errors import CourseError, UsageError
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import CourseSource, SolutionSource


class Small:
    """The plugin of the small course."""

    solved = True

    @hookimpl
    def torchgrade_exercises(self) -> list[CourseSource]:
        return [CourseSource(name="small", package=PACKAGE)]

    @hookimpl
    def torchgrade_solutions(self) -> list[SolutionSource]:
        reference = f"{PACKAGE}.solutions.double.reference:double"
        return [SolutionSource(exercise="double", reference=reference)] if self.solved else []


@pytest.fixture
def plugin(exercise: AuditedExercise) -> Small:
    return Small()


def test_an_exercise_is_found_with_its_solution(plugin: Small, exercise: AuditedExercise) -> None:
    (found,) = audited_exercises(Plugins([plugin], entry_points=False), ["double"])

    assert found.reference_file == exercise.reference_file
    assert found.folder == exercise.folder


def test_without_a_solution_there_is_nothing_to_audit_with(plugin: Small) -> None:
    plugin.solved = False

    with pytest.raises(UsageError, match="double"):
        audited_exercises(Plugins([plugin], entry_points=False), ["double"])


def changed(exercise: AuditedExercise, file: Path) -> bool:
    before = replace(exercise).environment
    file.write_text(file.read_text("utf-8") + "\n# More.\n" if file.is_file() else "# New.\n", "utf-8")
    return replace(exercise).environment != before


@pytest.mark.parametrize("name", ["checks.py", "mistakes.py", "stub.py", "oracle.py", "../shared.py"])
def test_a_file_that_a_verdict_depends_on_changes_the_environment(exercise: AuditedExercise, name: str) -> None:
    assert changed(exercise, exercise.folder / name)


@pytest.mark.parametrize("name", ["statement.en.md", "hints.zh.md", "sentences.toml"])
def test_a_text_that_no_verdict_depends_on_does_not(exercise: AuditedExercise, name: str) -> None:
    assert not changed(exercise, exercise.folder / name)


def test_the_files_of_another_exercise_decide_nothing(exercise: AuditedExercise) -> None:
    other = exercise.folder.parent / "other"
    other.mkdir()

    assert not changed(replace(exercise, others=(other,)), other / "checks.py")
    assert changed(exercise, other / "checks.py")


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"gone\.py"):
        read(tmp_path / "gone.py")

"""The digest of a course."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec

from tests.checking.little_course import little_course
from torchgrade.checking.course import CourseExercise
from torchgrade.checking.digest import course_digest
from torchgrade.plugins.resources import BandSource


def test_what_a_result_is_made_from_changes_the_digest_and_nothing_else(package: Path, tmp_path: Path) -> None:
    outline = msgspec.structs.replace(
        little_course(tmp_path, "").exercises[0].outline, package="littlecourse.t.f", course="littlecourse"
    )
    exercise = CourseExercise(
        outline=outline,
        checks_path=package / "checks.py",
        hidden_path=None,
        reference=None,
        misconceptions=(),
        bands=(
            BandSource(
                curve="curve.a",
                trainings=1,
                train="littlecourse:train",
                made_from=("littlecourse:driver.txt",),
                file="littlecourse:curves.json",
            ),
        ),
    )
    for name in ("driver.txt", "curves.json"):
        (tmp_path / "littlecourse" / name).write_text("[]")

    def digest() -> str:
        return course_digest(["littlecourse"], [exercise])

    first = digest()
    for name in ("stub.py", "stub.zh.py", "statement.en.md", "sentences.toml"):
        (package / name).write_text("y = 2\n")
        assert digest() == first
    seen = {first}
    for file in (
        package / "checks.py",
        package / "exercise.toml",
        package.parent.parent / "givens.py.txt",
        package.parent.parent / "course.toml",
        package.parent.parent / "driver.txt",
        package.parent.parent / "curves.json",
    ):
        file.write_text(file.read_text() + "\n# changed\n")
        assert digest() not in seen
        seen.add(digest())


def test_a_solution_counts_with_its_reference_and_hidden_checks_but_not_with_its_variants(
    package: Path, tmp_path: Path
) -> None:
    solution = tmp_path / "littlecourse" / "solution"
    solution.mkdir()
    for name in ("__init__", "reference", "hidden", "variants"):
        (solution / f"{name}.py").write_text("")
    little = little_course(tmp_path, "").exercises[0]
    exercise = dataclasses.replace(
        little,
        outline=msgspec.structs.replace(little.outline, package="littlecourse.t.f", course="littlecourse"),
        hidden_path=solution / "hidden.py",
        reference="littlecourse.solution.reference:f",
    )

    def digest() -> str:
        return course_digest(["littlecourse"], [exercise])

    first = digest()
    (solution / "variants.py").write_text("x = 1\n")
    assert digest() == first
    for name in ("reference", "hidden"):
        before = digest()
        (solution / f"{name}.py").write_text("x = 1\n")
        assert digest() != before

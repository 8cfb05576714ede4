"""The digest of a course."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec

from tests.checking.little_course import little_course
from torchgrade.checking.course import CourseExercise
from torchgrade.checking.digest import course_digest, exercise_digests
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
        return course_digest(exercise_digests([exercise]))

    first = digest()
    for name in ("stub.py", "stub.zh.py", "statement.en.md", "sentences.toml"):
        (package / name).write_text("y = 2\n")
        assert digest() == first
    seen = {first}
    course = package.parent.parent
    (course / "course.toml").write_text('title = "Another"\n[[topics]]\nname = "t"\nexercises = ["f", "g"]\n')
    assert digest() == first
    for file in (
        package / "checks.py",
        package / "exercise.toml",
        course / "givens.py.txt",
        course / "driver.txt",
        course / "curves.json",
    ):
        file.write_text(file.read_text() + "\n# changed\n")
        assert digest() not in seen
        seen.add(digest())
    (course / "course.toml").write_text('imports = ["torch"]\n')
    assert digest() not in seen


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
        return course_digest(exercise_digests([exercise]))

    first = digest()
    (solution / "variants.py").write_text("x = 1\n")
    assert digest() == first
    for name in ("reference", "hidden"):
        before = digest()
        (solution / f"{name}.py").write_text("x = 1\n")
        assert digest() != before


def test_a_change_touches_the_exercises_that_use_the_file_and_no_others(package: Path, tmp_path: Path) -> None:
    topic = package.parent
    (topic / "g").mkdir()
    for name, text in (
        ("f/checks.py", "from littlecourse.t.shared import near\n"),
        ("g/checks.py", "from .. import shared\nimport littlecourse.t.f.oracle\n"),
        ("g/__init__.py", ""),
        ("f/oracle.py", "from littlecourse.t import deeper\n"),
        ("shared.py", "near = 1\n"),
        ("deeper.py", ""),
        ("alone.py", ""),
        ("driver.py.txt", ""),
    ):
        (topic / name).write_text(text)
    little = little_course(tmp_path, "").exercises[0]

    def exercise(name: str) -> CourseExercise:
        outline = msgspec.structs.replace(
            little.outline, name=name, package=f"littlecourse.t.{name}", course="littlecourse"
        )
        return dataclasses.replace(little, outline=outline)

    def changed(file: str) -> set[str]:
        before = exercise_digests([exercise("f"), exercise("g")])
        (topic / file).write_text((topic / file).read_text() + "x = 2\n")
        after = exercise_digests([exercise("f"), exercise("g")])
        return {name for name in before if before[name] != after[name]}

    assert changed("f/checks.py") == {"f"}
    assert changed("g/checks.py") == {"g"}
    assert changed("f/oracle.py") == {"f", "g"}
    assert changed("shared.py") == {"f", "g"}
    assert changed("deeper.py") == {"f", "g"}
    assert changed("driver.py.txt") == {"f", "g"}
    assert changed("alone.py") == set()

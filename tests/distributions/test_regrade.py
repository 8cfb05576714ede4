"""A course changes after its class was graded: only what the change touches is graded again, in the same run."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.distributions.installing import Installation, Wheel
from tests.distributions.test_tinycourse import SUBMISSIONS

pytestmark = pytest.mark.long
SEED = ("--seed", "5")


@pytest.fixture(scope="module")
def installed(wheels: dict[str, Wheel], tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The tool with this course alone."""
    place = tmp_path_factory.mktemp("regrade") / "environment"
    return Installation(place, [wheels["torchgrade"], wheels["torchgrade-tinycourse"]])


@pytest.fixture
def course(installed: Installation) -> Iterator[Path]:
    """The installed course, which a test may change."""
    place = installed.packages / "torchgrade_tinycourse"
    kept = place.with_name("kept_tinycourse")
    shutil.copytree(place, kept)
    yield place
    shutil.rmtree(place)
    kept.rename(place)


@pytest.fixture(scope="module")
def graded(installed: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with a graded class of four in ``run``, which tests only read."""
    place = tmp_path_factory.mktemp("graded")
    (place / "in").mkdir()
    for name, text in SUBMISSIONS.items():
        (place / "in" / name).write_text(text, "utf-8")
    say(installed, place, "grade", "in", "--out", "run", *SEED)
    return place


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """A copy of that directory, which a test may change."""
    return Path(shutil.copytree(graded, tmp_path / "copy"))


def say(installed: Installation, folder: Path, *words: str, code: int = 0) -> str:
    """Run a command and return what it said."""
    done = installed.torchgrade(*words, cwd=folder)
    assert done.returncode == code, done.stdout + done.stderr
    return str(done.stdout)


def change(file: Path, before: str, after: str) -> None:
    """Change a text of the course."""
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def results_of(run: Path) -> str:
    """Return the results of a run without the seconds, which do not repeat."""
    return re.sub(r'"seconds":[0-9.e-]+', "", (run / "results.jsonl").read_text("utf-8"))


def test_a_changed_check_changes_the_marks_of_its_exercise_and_nothing_else(
    installed: Installation, course: Path, folder: Path
) -> None:
    assert "Every result is up to date." in say(installed, folder, "regrade", "run")
    change(course / "basics" / "relu" / "checks.py", "clamp(min=0)", "abs()")
    refused = installed.torchgrade("grade", "in", "--out", "run", *SEED, cwd=folder)
    assert (refused.returncode, "torchgrade regrade run" in refused.stderr) == (2, True)
    preview = say(installed, folder, "regrade", "run", "--dry-run")
    assert "4 submissions, relu: the checks, the reference or the shared files changed" in preview

    said = say(installed, folder, "regrade", "run")
    assert "relu.values: 1 student +2, 2 students −2" in said
    assert "relu.large: 2 students −1" in said
    with (folder / "run" / "regrade.csv").open(encoding="utf-8-sig", newline="") as file:
        marks = {row["submission"]: (row["before"], row["after"], row["change"]) for row in csv.DictReader(file)}
    assert marks == {
        "ada": ("8", "4", "-4"), "bo.tg": ("5.5", "1.5", "-4"), "cy.tg": ("0", "0", "0"), "dee": ("0", "3", "3"),
    }  # fmt: skip
    page = (folder / "run" / "regrade.html").read_text("utf-8")
    assert page.index("Who loses points") < page.index("Who gains points")

    say(installed, folder, "grade", "in", "--out", "fresh", *SEED)
    assert results_of(folder / "run") == results_of(folder / "fresh")
    with (folder / "run" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["total"] for row in csv.DictReader(file)] == ["4", "1.5", "0", "3"]
    assert "4 of 4 are already graded" in say(installed, folder, "grade", "in", "--out", "run", *SEED)


@pytest.mark.parametrize(
    ("file", "before", "after", "exercises"),
    [
        ("solutions/hidden/mean_and_variance/checks.py", "points=1", "points=0.5", "mean_and_variance"),
        ("givens.py.txt", "def ", "\ndef ", "relu, mean_and_variance"),
        ("course.toml", '"relu", "mean_and_variance"', '"mean_and_variance", "relu"', "all exercises"),
        ("basics/relu/statement.en.md", "e", "E", ""),
    ],
)
def test_a_change_touches_what_uses_the_file(
    installed: Installation, course: Path, graded: Path, file: str, before: str, after: str, exercises: str
) -> None:
    change(course / file, before, after)
    said = say(installed, graded, "regrade", "run", "--dry-run")

    assert f"4 submissions, {exercises}:" in said if exercises else "Nothing would be graded again." in said


def test_named_students_and_checks_are_graded_in_the_same_folder_again(installed: Installation, folder: Path) -> None:
    said = say(installed, folder, "regrade", "run", "--check", "relu.gradient", "--students", "ada,dee")

    assert "2 submissions, relu: you named it with --check" in said
    assert "No mark changed." in said
    lines = (folder / "run" / "results.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["points"] for line in lines] == [8.0, 5.5, 0.0, 0.0]

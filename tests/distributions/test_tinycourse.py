"""A stranger's course with a format, an export, parts of pages and events of its own, installed beside torchgrade."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.distributions.installing import Installation, Wheel

pytestmark = pytest.mark.long
RIGHT = """
import torch

def relu(X):
    return torch.relu(X)

def mean_and_variance(X):
    mean = column_mean(X)
    return mean, ((X - mean) ** 2).mean(0)
"""
DIVIDED_BY_LESS = """# My week

Negative numbers are 0:

```python
def relu(X):
    return X * (X > 0)
```

```text
def relu(X): this is no code
```

```python
def mean_and_variance(X):
    return X.mean(0), X.var(0)
```
"""
ABSOLUTE = "def relu(X):\n    return X.abs()\n"
SUBMISSIONS = {"ada.py": RIGHT, "bo.tg.md": DIVIDED_BY_LESS, "cy.tg.md": "Nothing yet.\n", "dee.py": ABSOLUTE}
SEED = ("--seed", "4611686018427387905")
MARKS = "ada\t8\t8\nbo.tg\t5.5\t8\ncy.tg\t0\t8\ndee\t0\t8\n"


@pytest.fixture(scope="module")
def tiny(wheels: dict[str, Wheel], tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The tool with this course alone."""
    place = tmp_path_factory.mktemp("tiny") / "environment"
    return Installation(place, [wheels["torchgrade"], wheels["torchgrade-tinycourse"]])


@pytest.fixture(scope="module")
def both(wheels: dict[str, Wheel], tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The tool with two courses and all solutions."""
    return Installation(tmp_path_factory.mktemp("both") / "environment", list(wheels.values()))


@pytest.fixture(scope="module")
def class_of_four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four submissions and a file that is none."""
    folder = tmp_path_factory.mktemp("class")
    for name, text in {**SUBMISSIONS, "notes.md": "No submission."}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def run(tiny: Installation, class_of_four: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of that class, with the diary of its events beside it."""
    place = tmp_path_factory.mktemp("graded")
    diary = str(place / "diary.jsonl")
    done = tiny.torchgrade("grade", class_of_four, "--out", "run", *SEED, cwd=place, TINYCOURSE_DIARY=diary)
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "run"


def results_of(run: Path) -> dict[str, Any]:
    """Return the results of a run by id."""
    lines = [json.loads(line) for line in (run / "results.jsonl").read_text("utf-8").splitlines()]
    return {line["submission"]: line for line in lines}


def diagnoses(result: dict[str, Any]) -> list[str]:
    """Return the mistakes that were recognised in a submission."""
    checks = [check for part in result["exercises"] for check in part["checks"]]
    return [check["diagnosis"]["misconception"] for check in checks if check["diagnosis"]]


def test_the_course_works_without_what_only_another_course_needs(tiny: Installation) -> None:
    """What no installed distribution declares is not there, so that nothing can rest on it by chance."""
    installed = {path.name for path in tiny.packages.iterdir()}

    assert {"torchgrade", "torchgrade_tinycourse", "torch"} <= installed
    assert not installed & {"matplotlib", "scipy", "hypothesis", "build", "torchgrade_d2l"}


def test_submissions_in_both_formats_get_their_marks(run: Path) -> None:
    assert {name: result["points"] for name, result in results_of(run).items()} == {
        "ada": 8.0, "bo.tg": 5.5, "cy.tg": 0.0, "dee": 0.0,
    }  # fmt: skip


def test_the_course_s_own_diagnoses_and_hidden_checks_are_used(run: Path) -> None:
    results = results_of(run)

    assert diagnoses(results["bo.tg"]) == ["mean_and_variance.divided_by_less"]
    assert diagnoses(results["dee"]) == ["relu.absolute"]
    hidden = [check["check"] for part in results["ada"]["exercises"] for check in part["checks"] if check["hidden"]]
    assert hidden == ["relu.large", "mean_and_variance.one_row"]


def test_the_reader_says_in_the_course_s_words_why_a_file_cannot_be_read(run: Path) -> None:
    (problem,) = results_of(run)["cy.tg"]["problems"]

    assert "No block that begins with ```python stands in it" in problem["message"]
    assert "No block that begins with ```python" in (run / "index.html").read_text("utf-8")


def test_the_exporter_writes_its_file(run: Path) -> None:
    assert (run / "marks.tsv").read_text("utf-8") == MARKS


def test_the_course_s_parts_stand_on_the_pages(run: Path) -> None:
    page = (run / "index.html").read_text("utf-8")
    (student,) = [
        text for file in (run / "students").iterdir() if "Thank you, dee." in (text := file.read_text("utf-8"))
    ]

    assert '<section id="section-medals" aria-label="medals">\n<div><h2>Medals</h2><ul><li>ada</li></ul></div>' in page
    assert "A word from the course" not in page
    assert student.count("<h2>A word from the course</h2><p>Thank you, dee.</p>") == 1


def test_the_course_hears_of_the_run_s_start_of_every_result_and_of_its_end(run: Path) -> None:
    told = [json.loads(line) for line in (run.parent / "diary.jsonl").read_text("utf-8").splitlines()]
    everybody = ["ada", "bo.tg", "cy.tg", "dee"]

    assert told[0] == {
        "event": "run started", "exercises": ["relu", "mean_and_variance"], "submissions": everybody,
    }  # fmt: skip
    assert sorted((one["submission"], one["points"]) for one in told[1:-1]) == [
        ("ada", 8.0), ("bo.tg", 5.5), ("cy.tg", 0.0), ("dee", 0.0),
    ]  # fmt: skip
    assert told[-1] == {"event": "run finished", "submissions": everybody}


def test_a_student_can_check_a_file_of_the_course_s_own_format(tiny: Installation, class_of_four: Path) -> None:
    done = tiny.torchgrade("check", "bo.tg.md", cwd=class_of_four)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "likely cause: The variance was divided by n - 1" in done.stdout
    assert done.stdout.rstrip().endswith("4.5 of 6 points checked here. Grading also runs 2 hidden checks.")


def test_two_shards_of_the_class_merge_into_the_same_files(
    tiny: Installation, class_of_four: Path, run: Path, tmp_path: Path
) -> None:
    for shard in ("1/2", "2/2"):
        words = ("grade", class_of_four, "--out", f"shard-{shard[0]}", "--shard", shard, *SEED)
        done = tiny.torchgrade(*words, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"This is shard {shard[0]} of 2, with 2 of 4 submissions." in done.stdout
    done = tiny.torchgrade("merge", "shard-1", "shard-2", "--out", "run", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr

    merged, whole = (files_of(place) for place in (tmp_path / "run", run))
    assert merged == whole
    assert {"results.jsonl", "gradebook.csv", "marks.tsv", "index.html"} < merged.keys()


def files_of(run: Path) -> dict[str, str]:
    """Return the files of a run without the seconds of its results."""
    return {
        str(file.relative_to(run)): re.sub(r'"seconds":[0-9.e-]+', "", file.read_text("utf-8"))
        for file in run.rglob("*")
        if file.is_file() and not file.name.startswith("run.")
    }


def test_two_courses_are_graded_side_by_side_as_each_would_be_alone(
    both: Installation, class_of_four: Path, run: Path, tmp_path: Path
) -> None:
    """Each course's givens stay its own; the marks of one do not depend on the other."""
    shutil.copytree(class_of_four, tmp_path / "in")
    softmax = (
        "\ndef softmax(X):\n    e = (X - X.max(1, keepdim=True).values).exp()\n    return e / e.sum(1, keepdim=True)\n"
    )
    (tmp_path / "in" / "ada.py").write_text(RIGHT + softmax, "utf-8")
    exercises = "softmax,relu,mean_and_variance"
    done = both.torchgrade("grade", "in", "--out", "run", "--exercises", exercises, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    results = results_of(tmp_path / "run")

    def marks(result: dict[str, Any]) -> dict[str, float]:
        return {part["exercise"]: part["points"] for part in result["exercises"]}

    assert [part["exercise"] for part in results["ada"]["exercises"]] == ["softmax", "relu", "mean_and_variance"]
    assert marks(results["ada"]) == {"softmax": 7.0, "relu": 4.0, "mean_and_variance": 4.0}
    for name, alone in results_of(run).items():
        assert marks(results[name]).items() >= marks(alone).items()


def test_two_courses_with_one_exercise_exclude_each_other(both: Installation, tmp_path: Path) -> None:
    """The line names the exercise and says what to do."""
    package = both.packages / "other_course"
    shutil.copytree(both.packages / "torchgrade_tinycourse", package)
    plugin = (package / "__init__.py").read_text("utf-8")
    (package / "__init__.py").write_text(plugin.replace('"torchgrade_tinycourse"', '"other_course"'), "utf-8")
    metadata = both.packages / "other_course-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: other-course\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[torchgrade]\nother = other_course\n")
    try:
        done = both.torchgrade("check", "ada.py", cwd=tmp_path)
    finally:
        shutil.rmtree(package)
        shutil.rmtree(metadata)

    assert done.returncode == 3
    assert "Two courses define the exercise 'mean_and_variance'; uninstall one of them." in done.stderr

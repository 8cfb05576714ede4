"""The wheels work where no checkout is: for an instructor with all three, for a student with two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.distributions.installing import ROOT, Installation, Wheel

pytestmark = pytest.mark.long
CORPUS = ROOT / "tests" / "corpus" / "softmax"
PLACES = """
import json, sys
from torchgrade.checking.collection import files
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.schema import FILE
from torchgrade.plugins.manager import Plugins
from torchgrade.courses.outline import outlines
from torchgrade.plugins.resources import folder
from torchgrade.reports.environment import make_environment
from torchgrade.reports.sentences import Sentences
import torchgrade

environment = make_environment(Sentences(Catalogue({})))
templates = [environment.loader.get_source(environment, name)[1] for name in environment.list_templates()]
tool = [files("torchgrade.model") / FILE, files("torchgrade.checking") / "pytest.ini"]
catalogues = list((folder("torchgrade") / "catalogues").iterdir())
course = []
for outline in outlines(Plugins()):
    names = ("exercise.toml", "stub.py", "checks.py", "sentences.toml", "statement.en.md", "statement.zh.md")
    course += [folder(outline.package) / name for name in names]
    parts = [folder(outline.course) / part for part in ("stand_ins", "data/synthetic-fashion")]
    course += [file for part in parts for file in part.iterdir() if file.is_file()]
found = {"module": [torchgrade.__file__], "templates": templates, "tool": tool, "catalogues": catalogues, "course": course}
print(json.dumps({part: [str(file) for file in files] for part, files in found.items()}))
"""


@pytest.fixture(scope="module")
def student(wheels: dict[str, Wheel], tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """What a student installs."""
    place = tmp_path_factory.mktemp("student") / "environment"
    return Installation(place, [wheels["torchgrade"], wheels["torchgrade-d2l"]])


@pytest.fixture(scope="module")
def instructor(wheels: dict[str, Wheel], tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """What an instructor installs."""
    place = tmp_path_factory.mktemp("instructor") / "environment"
    return Installation(place, [wheels[name] for name in wheels if name != "torchgrade-tinycourse"])


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a right and a wrong submission."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    (folder / "ada.py").write_bytes((CORPUS / "right_row_maximum.py").read_bytes())
    (folder / "bo.py").write_bytes((CORPUS / "wrong_nothing_keeps_its_dimension.py").read_bytes())
    return tmp_path


def test_everything_lies_in_the_fresh_environment(student: Installation) -> None:
    """Nothing is read from the checkout, whatever lies there (ruling 40)."""
    done = student.run("-c", PLACES)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)

    assert {part: len(files) > 0 for part, files in found.items()} == dict.fromkeys(found, True)
    for file in (file for files in found.values() for file in files):
        assert Path(file).is_file(), file
        assert Path(file).resolve().is_relative_to(student.packages.resolve()), file


def test_a_student_s_environment_has_no_solutions(student: Installation) -> None:
    done = student.run("-c", "import torchgrade_d2l_solutions")

    assert "ModuleNotFoundError" in done.stderr


def test_a_student_sees_the_commands_that_there_are(student: Installation, tmp_path: Path) -> None:
    done = student.torchgrade("--help", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "check" in done.stdout
    assert "demo" not in done.stdout


def test_a_student_learns_that_a_right_file_is_right_and_that_this_is_not_all(
    student: Installation, work: Path
) -> None:
    done = student.torchgrade("check", "submissions/ada.py", "softmax", cwd=work)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("6 of 6 points checked here. Grading also runs hidden checks.")


def test_a_student_learns_what_is_wrong_and_why(student: Installation, work: Path) -> None:
    done = student.torchgrade("check", "submissions/bo.py", "softmax", cwd=work)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "likely cause: Your row sums have shape" in done.stdout


def test_a_student_s_environment_says_what_it_cannot_grade(student: Installation, work: Path) -> None:
    done = student.torchgrade("grade", "submissions", "--out", "run", "--exercises", "softmax", cwd=work)

    assert done.returncode == 2
    assert "No reference solution is installed for softmax" in done.stderr
    assert "--without-hidden" in done.stderr
    assert not (work / "run").exists()


def test_what_was_graded_without_hidden_checks_says_so_everywhere(student: Installation, work: Path) -> None:
    done = student.torchgrade(
        "grade", "submissions", "--out", "run", "--exercises", "softmax", "--without-hidden", cwd=work
    )
    assert done.returncode == 0, done.stdout + done.stderr
    results = [json.loads(line) for line in (work / "run" / "results.jsonl").read_text("utf-8").splitlines()]

    assert [(one["submission"], one["points"], one["max_points"]) for one in results] == [
        ("ada", 6.0, 6.0), ("bo", 0.0, 6.0),
    ]  # fmt: skip
    assert not any(one["hidden_checks"] for one in results)
    for page in ("index.html", "students/ada.html", "students/bo.html"):
        assert "hidden checks did not run" in (work / "run" / page).read_text("utf-8").lower()


def test_an_instructor_s_demo_grades_the_sample_class_and_writes_its_pages(
    instructor: Installation, tmp_path: Path
) -> None:
    """It calls ``grade`` with all exercises and their hidden checks."""
    done = instructor.torchgrade("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    run = tmp_path / "torchgrade-demo" / "run"
    results = [json.loads(line) for line in (run / "results.jsonl").read_text("utf-8").splitlines()]

    assert len(results) >= 10
    assert all(one["hidden_checks"] and one["points"] is not None for one in results)
    assert any(check["hidden"] for one in results for part in one["exercises"] for check in part["checks"])
    assert len(list((run / "students").glob("*.html"))) == len(results)
    assert (run / "index.html").is_file()

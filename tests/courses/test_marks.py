"""Points read from the text of checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses.marks import CheckMark, read_marks
from torchgrade.courses.outline import outlines
from torchgrade.courses.solutions import hidden_checks, solutions
from torchgrade.errors import CourseError
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder
from torchgrade.sandbox.engine import Engine


@pytest.fixture
def checks(tmp_path: Path) -> Path:
    return tmp_path / "checks.py"


def test_marks_are_read_without_importing_the_checks(checks: Path) -> None:
    checks.write_text(
        "raise RuntimeError('imported')\n"
        "@pytest.mark.check(points=1.5, kind='value')\ndef test_rows(student):\n    'Rows.'\n"
        "@other\n@mark.check(kind='shape', points=2, requires=['rows'])\ndef test_shape(student):\n    'Shape.'\n"
        "def helper(): pass\n"
    )

    assert read_marks(checks) == (
        CheckMark(name="rows", points=1.5),
        CheckMark(name="shape", points=2.0),
    )


def test_standard_checks_state_their_points_in_one_line(checks: Path) -> None:
    checks.write_text("test_shape = standard.form(f, inputs, points=0.5, requires=['rows'])\nINPUTS = draw(points=3)\n")

    assert read_marks(checks) == (CheckMark(name="shape", points=0.5),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def test_rows(student): pass\n", "checks.py, line 1: the mark of test_rows must state its points"),
        ("@pytest.mark.check(points=HALF)\ndef test_rows(student): pass\n", "must state its points as a number"),
        ("def (\n", "checks.py, line 1: "),
        (None, "torchgrade cannot read .*checks.py"),
    ],
)
def test_points_that_the_text_does_not_state_are_the_authors_error(checks: Path, text: str | None, said: str) -> None:
    if text is not None:
        checks.write_text(text)
    with pytest.raises(CourseError, match=said):
        read_marks(checks)


def test_the_text_says_of_every_installed_check_what_pytest_collects(course_engine: Engine) -> None:
    files = {outline.name: folder(outline.package) / "checks.py" for outline in outlines(Plugins())}
    hidden = {name: hidden_checks(source) for name, source in solutions(Plugins()).items()}
    for exercise in course_engine.course.exercises:
        for file, is_hidden in ((files[exercise.exercise], False), (hidden[exercise.exercise], True)):
            collected = {c.check.partition(".")[2]: c.points for c in exercise.checks if c.hidden is is_hidden}
            assert file is not None
            assert {mark.name: mark.points for mark in read_marks(file)} == collected

"""Points read from the text of checks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from torchgrade.cli.points import CheckMark, read_marks
from torchgrade.errors import CourseError
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.outline import outlines
from torchgrade.sandbox.engine import Engine


@pytest.fixture
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``checks.py`` of the package ``package_of_marks``."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "package_of_marks", raising=False)
    place = tmp_path / "package_of_marks"
    place.mkdir()
    (place / "__init__.py").write_text("")
    return place / "checks.py"


def test_marks_are_read_without_importing_the_checks(checks: Path) -> None:
    checks.write_text(
        "raise RuntimeError('imported')\n"
        "@pytest.mark.check(points=1.5, kind='value')\ndef test_rows(student):\n    'Rows.'\n"
        "@other\n@mark.check(kind='shape', points=2, requires=['rows'])\ndef test_shape(student):\n    'Shape.'\n"
        "def helper(): pass\n"
    )

    assert read_marks("package_of_marks") == (
        CheckMark(name="rows", points=1.5),
        CheckMark(name="shape", points=2.0),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def test_rows(student): pass\n", "the mark of test_rows must state its points"),
        ("@pytest.mark.check(points=HALF)\ndef test_rows(student): pass\n", "must state its points as a number"),
        ("def (\n", "torchgrade cannot read checks.py of package_of_marks"),
        (None, "torchgrade cannot read checks.py of package_of_marks"),
    ],
)
def test_points_that_the_text_does_not_state_are_the_authors_error(checks: Path, text: str | None, said: str) -> None:
    if text is not None:
        checks.write_text(text)
    with pytest.raises(CourseError, match=said):
        read_marks("package_of_marks")


def test_the_text_says_of_every_installed_check_what_pytest_collects(course_engine: Engine) -> None:
    packages = {outline.name: outline.package for outline in outlines(Plugins())}
    hidden = {source.exercise: source.hidden for source in Plugins().gather("torchgrade_solutions")}
    for exercise in course_engine.course.exercises:
        for package, is_hidden in ((packages[exercise.exercise], False), (hidden[exercise.exercise], True)):
            collected = {c.check.partition(".")[2]: c.points for c in exercise.checks if c.hidden is is_hidden}
            assert {mark.name: mark.points for mark in read_marks(package)} == collected

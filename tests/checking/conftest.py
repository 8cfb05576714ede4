"""Runs little courses on submissions made of text, with workers that answer as the test says."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checking.little_course import LittleCourse, Script, ScriptedWorkers
from tests.conftest import request_of
from torchgrade.checking.grade import Graded, grade
from torchgrade.checking.reading import read_submission

RunCourse = Callable[..., tuple[Graded, ScriptedWorkers]]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back what collecting takes out of the environment."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
        monkeypatch.delenv(name)


@pytest.fixture
def run_course() -> RunCourse:
    """Return a function that grades a submission in this process."""

    def run(
        course: LittleCourse, script: Script, text: str = "def f(X):\n    return X\n", **further: Any
    ) -> tuple[Graded, ScriptedWorkers]:
        workers = ScriptedWorkers(script)
        request = request_of({"ada.py": text.encode()}, **further)
        return grade(request, read_submission(request, course), course, course.config, workers), workers

    return run


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one exercise, importable as ``littlecourse``."""
    place = tmp_path / "littlecourse" / "t" / "f"
    place.mkdir(parents=True)
    for folder in (place, place.parent, place.parent.parent):
        (folder / "__init__.py").write_text("")
    (place / "checks.py").write_text("x = 1\n")
    (place / "stub.py").write_text("x = 1\n")
    (place / "statement.en.md").write_text("x")
    (place / "exercise.toml").write_text('title = "f"\n')
    (place.parent.parent / "course.toml").write_text("topics = []\n")
    (place.parent.parent / "givens.py.txt").write_text("x = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "littlecourse"]:
        monkeypatch.delitem(sys.modules, name)
    return place

"""Collect a course's checks with pytest, and hold their authors to the rules (DESIGN.md section 5)."""

from __future__ import annotations

import ast
import inspect
import os
import textwrap
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from torchgrade.errors import CourseError
from torchgrade.model.exercises import CheckSpec
from torchgrade.model.outcomes import Kind

if TYPE_CHECKING:
    from torchgrade.checking.course import Course

_DECISIVE = {Kind.VALUE, Kind.STATISTICS, Kind.CONVERGENCE}
# What a judge has no use for; each costs time in every submission or listens to files of the caller.
_OFF = (
    "cacheprovider", "terminal", "faulthandler", "unraisableexception", "threadexception", "junitxml", "doctest",
    "logging", "pastebin", "debugging", "unittest", "legacypath", "tmpdir", "monkeypatch", "recwarn",
    "setuponly", "setupplan", "stepwise", "warnings", "skipping", "subtests",
)  # fmt: skip


def arguments(course: Course) -> list[str]:
    """Return pytest's fixed argument list (ruling 27): nothing of the caller's place or environment counts."""
    configuration = files("torchgrade.checking") / "pytest.ini"
    off = [word for name in _OFF for word in ("-p", f"no:{name}")]
    paths = [
        str(path)
        for exercise in course.exercises
        for path in (exercise.checks_path, exercise.hidden_path)
        if path is not None
    ]
    return [
        "-c", str(configuration), "--rootdir", str(course.root), "--import-mode=importlib", "--noconftest",
        "--capture=no", "--assert=plain", "--strict-markers", *off, *paths,
    ]  # fmt: skip


def run_pytest(course: Course, plugin: object, *further: str) -> int:
    """Run pytest over the course's checks with one plugin and nothing else."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return int(pytest.main([*arguments(course), *further], plugins=[plugin]))


def check_id(exercise: str, item: pytest.Item) -> str:
    """Return ``exercise.name`` for the check ``test_name``."""
    return f"{exercise}.{item.name.removeprefix('test_')}"


class _Collector:
    """Takes what pytest found, and pytest's own complaints."""

    def __init__(self, course: Course) -> None:
        self.places: dict[Path, tuple[str, bool]] = {}
        for exercise in course.exercises:
            self.places[exercise.checks_path] = (exercise.name, False)
            if exercise.hidden_path is not None:
                self.places[exercise.hidden_path] = (exercise.name, True)
        self.specs: dict[str, list[CheckSpec]] = {exercise.name: [] for exercise in course.exercises}
        self.complaints: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what could not be imported."""
        # A module that skips itself would take its checks, hidden ones too, away without a word.
        if report.outcome != "passed":
            self.complaints.append(f"{report.nodeid} cannot be collected: {str(report.longrepr).strip()[-800:]}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Make a record of each check."""
        for item in session.items:
            exercise, hidden = self.places[item.path]
            try:
                self.specs[exercise].append(_spec(exercise, hidden, item))
            except CourseError as error:
                self.complaints.append(str(error))


def _spec(exercise: str, hidden: bool, item: pytest.Item) -> CheckSpec:
    name = check_id(exercise, item)
    marks = list(item.iter_markers("check"))
    if len(marks) != 1 or marks[0].args:
        raise CourseError(f"The check {name} needs one mark @pytest.mark.check(points=..., kind=...).")
    if hasattr(item, "callspec"):
        raise CourseError(f"The check {name} is parametrised, so its points are unclear; loop inside it instead.")
    function = getattr(item, "function", None)
    source = textwrap.dedent(inspect.getsource(function)) if function is not None else ""
    used = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(ast.parse(source))}
    if used & {"skip", "skipif", "xfail", "importorskip"}:
        raise CourseError(f"The check {name} can skip itself; a check must always judge.")
    # What stands below the first paragraph (rates, power) is for whoever reads the check, not for the student.
    sentence = (inspect.getdoc(function) or "").partition("\n\n")[0]
    if not sentence:
        raise CourseError(f"The check {name} needs a docstring: it is the sentence that the student reads.")
    fields: dict[str, Any] = dict(marks[0].kwargs)
    try:
        points, kind = float(fields.pop("points")), Kind(fields.pop("kind"))
        declared = "requires" in fields
        requires = tuple(f"{exercise}.{other}" for other in fields.pop("requires", ()))
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(f"The mark of the check {name} is wrong: {error}.") from error
    if fields or not points > 0 or points % 0.5:
        raise CourseError(f"The mark of the check {name}: points are multiples of 0.5, and nothing else is known.")
    if not requires and not (declared and kind in _DECISIVE) and kind is not Kind.VALUE:
        raise CourseError(f"The check {name} must say what it rests on: requires=[...].")
    return CheckSpec(
        check=name,
        sentence=" ".join(sentence.split()),
        kind=kind,
        points=points,
        requires=requires,
        hidden=hidden,
    )


def _examine(exercise: str, specs: Iterable[CheckSpec], *, whole: bool) -> None:
    """Hold one exercise to rulings 2 and 4; shares of points only where its hidden checks are there too."""
    checks = list(specs)
    total = sum(check.points for check in checks)
    if not checks:
        raise CourseError(f"The exercise {exercise} has no checks.")
    seen: set[str] = set()
    for check in checks:
        unknown = [name for name in check.requires if name not in seen]
        if unknown:
            raise CourseError(f"The check {check.check} rests on {unknown[0]}, which does not stand before it.")
        if check.check in seen:
            raise CourseError(f"Two checks are called {check.check}.")
        seen.add(check.check)
    if whole and sum(c.points for c in checks if c.kind in _DECISIVE) * 2 < total:
        raise CourseError(f"In {exercise}, value, statistics and convergence must carry half of the points.")
    if sum(c.points for c in checks if c.hidden) * 4 > total:
        raise CourseError(f"In {exercise}, hidden checks carry more than a quarter of the points.")


def collect(course: Course) -> dict[str, tuple[CheckSpec, ...]]:
    """Return the checks of each exercise; this also warms pytest and imports the checks, before any fork."""
    collector = _Collector(course)
    code = run_pytest(course, collector, "--collect-only")
    if collector.complaints:
        raise CourseError(" ".join(collector.complaints))
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise CourseError(f"pytest ended with {code} while it collected the checks.")
    for exercise in course.exercises:
        _examine(exercise.name, collector.specs[exercise.name], whole=exercise.hidden_path is not None)
    return {exercise: tuple(specs) for exercise, specs in collector.specs.items()}

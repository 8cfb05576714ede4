"""Collection of a course's checks with pytest, and the rules for their authors (DESIGN.md section 5)."""

from __future__ import annotations

import ast
import inspect
import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from torchgrade.checking.calls import Calls
from torchgrade.checking.course import CourseExercise
from torchgrade.checking.fixtures import Fixtures
from torchgrade.courses.sentences import CheckSentence
from torchgrade.errors import CourseError
from torchgrade.model.catalogue import Told
from torchgrade.model.exercises import CheckSpec
from torchgrade.model.outcomes import Kind
from torchgrade.model.phrases import Phrase, Words, listed, phrase
from torchgrade.model.places import place
from torchgrade.model.told import told, words_of
from torchgrade.plugins.resources import place_of

_DECISIVE = {Kind.VALUE, Kind.STATISTICS, Kind.CONVERGENCE}
# Plugins that a judge does not need: each costs time in every submission, or reads files of the caller.
_OFF = (
    "cacheprovider", "terminal", "faulthandler", "unraisableexception", "threadexception", "junitxml", "doctest",
    "logging", "pastebin", "debugging", "unittest", "legacypath", "tmpdir", "monkeypatch", "recwarn",
    "setuponly", "setupplan", "stepwise", "warnings", "skipping", "subtests",
)  # fmt: skip


def _arguments(exercises: Sequence[CourseExercise], root: Path) -> list[str]:
    """Return pytest's fixed argument list (ruling 27). The caller's folder and environment do not count."""
    configuration = files("torchgrade.checking") / "pytest.ini"
    off = [word for name in _OFF for word in ("-p", f"no:{name}")]
    paths = [
        str(path) for exercise in exercises for path in (exercise.checks_path, exercise.hidden_path) if path is not None
    ]
    return [
        "-c", str(configuration), "--rootdir", str(root), "--import-mode=importlib", "--noconftest",
        "--capture=no", "--assert=plain", "--strict-markers", *off, *paths,
    ]  # fmt: skip


def check_id(exercise: str, item: pytest.Item) -> str:
    """Return ``exercise.name`` for the check ``test_name``."""
    return f"{exercise}.{item.name.removeprefix('test_')}"


@dataclass(frozen=True, slots=True)
class Collected:
    """Checks of a course."""

    specs: Mapping[str, tuple[CheckSpec, ...]]
    """Checks of each exercise, in the order in which they run."""
    calls: Calls
    """The same checks, ready to be called."""


class _Collector(Fixtures):
    """Collector of the checks that pytest found, and of pytest's own complaints."""

    def __init__(self, exercises: Sequence[CourseExercise]) -> None:
        super().__init__()
        self.places: dict[Path, tuple[CourseExercise, bool]] = {}
        for exercise in exercises:
            self.places[exercise.checks_path] = (exercise, False)
            if exercise.hidden_path is not None:
                self.places[exercise.hidden_path] = (exercise, True)
        self.specs: dict[str, list[CheckSpec]] = {exercise.name: [] for exercise in exercises}
        self.items: dict[str, dict[str, pytest.Function]] = {exercise.name: {} for exercise in exercises}
        self.complaints: list[Words] = []
        self.raised: dict[str, Phrase] = {}
        self.lines: dict[str, Words] = {}

    def pytest_exception_interact(self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[object]) -> None:
        """Keep the place and the exception of a module that cannot be imported."""
        if call.excinfo is not None:
            error = call.excinfo.value.__cause__ or call.excinfo.value
            self.raised[node.nodeid] = phrase(
                "error.check.raised",
                place=place_of(error, str(node.path)) or str(node.path),
                type=type(error).__name__,
                reason=words_of(error),
            )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the errors of imports."""
        # A module that skips itself would silently remove its checks, hidden ones too.
        if report.outcome != "passed":
            reason = self.raised.get(report.nodeid) or str(report.longrepr).strip()[-800:]
            self.complaints.append(phrase("error.check.not_collected", name=report.nodeid, reason=reason))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Make a record of each check."""
        for item in session.items:
            exercise, hidden = self.places[item.path]
            if isinstance(item, pytest.Function):
                self.items[exercise.name][check_id(exercise.name, item)] = item
            self.lines[check_id(exercise.name, item)] = _place(item)
            try:
                self.specs[exercise.name].append(_spec(exercise, hidden, item))
            except CourseError as error:
                self.complaints.append(phrase("error.at", place=_place(item), message=words_of(error)))


def _collect_only(exercises: Sequence[CourseExercise], root: Path, plugin: _Collector) -> int:
    """Have pytest collect the checks of exercises with exactly one plugin; return its exit code."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return int(pytest.main([*_arguments(exercises, root), "--collect-only"], plugins=[plugin]))


def _place(item: pytest.Item) -> Words:
    """Return the file and the line that define a check, be it a function or a standard check."""
    for node in ast.parse(item.path.read_bytes()).body:
        names = [target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)]
        if item.name in (*names, getattr(node, "name", "")):
            return place(str(item.path), node.lineno)
    return str(item.path)


def _spec(exercise: CourseExercise, hidden: bool, item: pytest.Item) -> CheckSpec:
    name = check_id(exercise.name, item)
    marks = list(item.iter_markers("check"))
    if len(marks) != 1 or marks[0].args:
        raise CourseError(told("error.check.no_mark", name=name))
    if hasattr(item, "callspec"):
        raise CourseError(told("error.check.parametrised", name=name))
    function = getattr(item, "function", None)
    source = textwrap.dedent(inspect.getsource(function)) if function is not None else ""
    used = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(ast.parse(source))}
    if used & {"skip", "skipif", "xfail", "importorskip"}:
        raise CourseError(told("error.check.skips", name=name))
    said = _sentence(exercise, name, inspect.getdoc(function) or "")
    fields: dict[str, Any] = dict(marks[0].kwargs)
    try:
        points, kind = float(fields.pop("points")), Kind(fields.pop("kind"))
        declared = "requires" in fields
        requires = tuple(f"{exercise.name}.{other}" for other in fields.pop("requires", ()))
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(told("error.check.mark", name=name, reason=str(error), kinds=listed(Kind))) from error
    if fields:
        raise CourseError(told("error.check.mark_fields", name=name, fields=listed(fields)))
    if not points > 0 or points % 0.5:
        raise CourseError(told("error.check.points", name=name, points=f"{points:g}"))
    if not requires and not (declared and kind in _DECISIVE) and kind is not Kind.VALUE:
        raise CourseError(told("error.check.requires", name=name))
    return CheckSpec(
        check=name,
        sentence=said.sentence,
        title=said.title,
        kind=kind,
        points=points,
        requires=requires,
        hidden=hidden,
    )


def _sentence(exercise: CourseExercise, name: str, docstring: str) -> CheckSentence:
    """Return title and sentence from ``sentences.toml``, or from the check itself if there is no such file."""
    own = name.partition(".")[2]
    if exercise.sentences is not None:
        # A check without an entry causes a complaint of its own, which names the file.
        return exercise.sentences.checks.get(own, CheckSentence(title=own, sentence=own))
    # Further paragraphs (rates, power) are for readers of the check, not for the student.
    sentence = " ".join(docstring.partition("\n\n")[0].split())
    if not sentence:
        raise CourseError(told("error.check.no_sentence", check=name, name=own, exercise=exercise.name))
    return CheckSentence(title=own, sentence=sentence)


def _examine(exercise: str, specs: Iterable[CheckSpec], places: Mapping[str, Words], *, whole: bool) -> None:
    """Check one exercise against rulings 2 and 4. Check shares of points only if its hidden checks are there too."""
    checks = list(specs)
    total = sum(check.points for check in checks)
    if not checks:
        raise CourseError(told("error.check.none", exercise=exercise))
    seen: set[str] = set()
    for check in checks:
        unknown = [name for name in check.requires if name not in seen]
        if unknown:
            above = listed(sorted(seen)) if seen else phrase("error.none")
            message = phrase("error.check.required", name=check.check, required=unknown[0], above=above)
            raise CourseError(told("error.at", place=places[check.check], message=message))
        if check.check in seen:
            raise CourseError(told("error.check.twice", name=check.check))
        seen.add(check.check)
    if whole and sum(c.points for c in checks if c.kind in _DECISIVE) * 2 < total:
        raise CourseError(told("error.check.half", exercise=exercise))
    if sum(c.points for c in checks if c.hidden) * 4 > total:
        raise CourseError(told("error.check.quarter", exercise=exercise))


def collect(exercises: Sequence[CourseExercise], root: Path) -> Collected:
    """Return the checks of each exercise. This also imports the checks, before any fork.

    :raises CourseError: a check or its sentence breaks a rule.
    """
    collector = _Collector(exercises)
    code = _collect_only(exercises, root, collector)
    if collector.complaints:
        raise CourseError(_several(collector.complaints))
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise CourseError(told("error.check.pytest", code=code))
    for exercise in exercises:
        found = collector.specs[exercise.name]
        if exercise.sentences is not None:
            names = [spec.check.partition(".")[2] for spec in found]
            complaints = exercise.sentences.complaints(names, whole=exercise.is_whole)
            if complaints:
                raise CourseError(_several(map(words_of, complaints)))
        _examine(exercise.name, found, collector.lines, whole=exercise.hidden_path is not None)
    specs = {exercise: tuple(specs) for exercise, specs in collector.specs.items()}
    return Collected(specs, Calls(collector.items, collector))


def _several(complaints: Iterable[Words]) -> Told:
    return told("error.several", sentences=listed(complaints, "sentence"))

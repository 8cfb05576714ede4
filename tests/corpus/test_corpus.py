"""Every submission of the corpus gets its verdict: the right pass, the wrong fail for their own reason."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import request_of
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import ExerciseResult
from torchgrade.sandbox.engine import Engine

CORPUS = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = {
    f"{place.parent.name}/{name}": expected
    for place in sorted(CORPUS.glob("*/expected.toml"))
    for name, expected in tomllib.loads(place.read_text("utf-8")).items()
}


@pytest.fixture(scope="module")
def verdicts(course_engine: Engine) -> Callable[[str], dict[str, ExerciseResult]]:
    """Return a function that gives the result of every file of an exercise, all judged in one go."""

    @cache
    def judged(exercise: str) -> dict[str, ExerciseResult]:
        only = tuple(c.check for e in course_engine.course.exercises if e.exercise == exercise for c in e.checks)
        requests = (
            request_of({case.partition("/")[2]: (CORPUS / case).read_bytes()}, submission=case, only=only)
            for case in CASES
            if exercise_of(case) == exercise
        )
        return {request.submission: result.exercises[0] for request, result in course_engine.run(requests)}

    return judged


def exercise_of(case: str) -> str:
    """Return the exercise of a case, whose folder has its name."""
    return case.partition("/")[0]


def test_the_corpus_holds_every_file_that_stands_in_it() -> None:
    """No file is without a verdict, no verdict without a file."""
    files = {f"{f.parent.name}/{f.name}" for f in CORPUS.glob("*/*") if f.suffix in (".py", ".ipynb")}

    assert files == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_verdict(case: str, verdicts: Callable[[str], dict[str, ExerciseResult]]) -> None:
    """The verdict is the one that ``expected.toml`` says."""
    expected, result = CASES[case], verdicts(exercise_of(case))[case]
    outcomes = {check.check.partition(".")[2]: check for check in result.checks}
    told = [(c.check, c.outcome.value, c.message) for c in result.checks if c.outcome is not Outcome.PASSED]

    assert result.status == expected.get("status", Status.GRADED), told
    if "points" in expected:
        full = expected["points"] == "full"
        assert result.points == (result.max_points if full else expected["points"]), told
    for name in expected.get("check", ()):
        assert outcomes[name].outcome in (Outcome.FAILED, Outcome.SKIPPED), told
    if "kind" in expected:
        first = outcomes[expected["check"][0]]
        assert first.kind == expected["kind"], told
        assert first.outcome is Outcome.FAILED or first.message_id == "skipped.requires", told
    if expected.get("only"):
        others = {n: c.outcome for n, c in outcomes.items() if n not in expected["check"] and not c.hidden}
        assert set(others.values()) <= {Outcome.PASSED}, told
    if case.partition("/")[2].startswith("wrong_"):
        named = [c.diagnosis.misconception for c in result.checks if c.diagnosis is not None]
        assert list(dict.fromkeys(named)) == expected.get("named", []), told
    if "helper" in expected:
        notes = [note.values for check in result.checks for note in check.notes]
        assert any(expected["helper"] in str(values.get("helpers")) for values in notes), notes

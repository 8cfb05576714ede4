"""Every submission of the corpus gets its verdict: the right pass, the wrong fail for their own reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import request_of
from torchgrade.audit.cases import Case
from torchgrade.audit.corpus import EXPECTED, Corpus, read_corpus, violations
from torchgrade.audit.verdicts import Verdict, verdict_of
from torchgrade.sandbox.engine import Engine

CORPUS = Path(__file__).parent
FOLDERS: dict[str, Corpus] = {
    place.parent.name: read_corpus(place.parent) for place in sorted(CORPUS.glob(f"*/{EXPECTED}"))
}
CASES: dict[str, Case] = {
    f"{exercise}/{case.name}": case for exercise, corpus in FOLDERS.items() for case in corpus.cases(exercise)
}


@pytest.fixture(scope="module")
def verdicts(course_engine: Engine) -> Callable[[str], dict[str, Verdict]]:
    """Return a function that gives the verdict on every file of an exercise, all graded in one go."""

    @cache
    def judged(exercise: str) -> dict[str, Verdict]:
        only = tuple(c.check for e in course_engine.course.exercises if e.exercise == exercise for c in e.checks)
        requests = (
            request_of({case.file: case.data}, submission=case.name, only=only)
            for case in CASES.values()
            if case.exercise == exercise
        )
        return {request.submission: verdict_of(result, exercise) for request, result in course_engine.run(requests)}

    return judged


@pytest.mark.parametrize("exercise", FOLDERS)
def test_no_file_is_without_a_verdict_and_no_verdict_without_a_file(exercise: str) -> None:
    corpus = FOLDERS[exercise]

    assert (corpus.without_verdict, corpus.without_file) == ([], [])


@pytest.mark.parametrize("name", CASES)
def test_verdict(name: str, verdicts: Callable[[str], dict[str, Verdict]]) -> None:
    """The verdict is the one that ``expected.toml`` states."""
    case = CASES[name]
    verdict = verdicts(case.exercise)[case.name]

    assert violations(case.name, case.expected, verdict) == [], verdict

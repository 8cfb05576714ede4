"""Every exercise passes its audit: what ``torchgrade audit`` finds fails here.

The reference earns everything, stub and lazy answers earn nothing, each mistake fails and is named alone, variants pass,
both languages are complete, and every file of the corpus gets its verdict.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.audit.judging import Settings
from torchgrade.audit.report import with_sentences
from torchgrade.audit.run import Order, audit
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.model.results import SubmissionResult
from torchgrade.plugins.manager import Plugins

CORPUS = Path(__file__).parents[1] / "corpus"
EXERCISES = [outline.name for outline in outlines(Plugins()) if outline.course == "torchgrade_d2l"]
ALWAYS = {"softmax"}
"""Exercises that ``make test`` audits too; it leaves all others to the gate to stay within its budget."""


class Silent:
    """A watcher that shows nothing."""

    def planned(self, total: int, kept: int) -> None:
        pass

    def graded(self, result: SubmissionResult) -> None:
        pass


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    "exercise", [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.long) for name in EXERCISES]
)
def test_the_audit_finds_nothing(exercise: str, tmp_path: Path) -> None:
    settings = Settings(data="synthetic-fashion", data_root="", jobs=1, cache=tmp_path)
    order = Order(exercises=[exercise], settings=settings, seeds=2, corpus=CORPUS)
    report = with_sentences(audit(order, Plugins(), Silent()), catalogue_for())
    (only,) = report.exercises

    assert [f"{one.file}:{one.line} {one.message}" for one in only.findings] == []
    assert only.ungraded == 0

"""The audit in an author's own suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.audit.records import AuditedExerciseReport, Finding, Matrix
from torchgrade.errors import UsageError
from torchgrade.testing.auditing import TEXTS, AuditCase, AuditOptions, Auditor, audit_cases, exercises_of

NOTHING = Matrix(rows=(), nothing_alone=(), caught_by_one=(), other_reason=())


def test_the_exercises_of_a_course_are_those_of_its_package() -> None:
    assert "softmax" in exercises_of("torchgrade_d2l")


def test_a_package_without_exercises_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(UsageError, match=r"'no_such_course'\. Install it with .* Installed are: .*torchgrade_d2l"):
        exercises_of("no_such_course")


def test_every_submission_is_a_case_and_the_texts_of_each_exercise_are_one(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()

    cases = audit_cases("torchgrade_d2l", AuditOptions(seeds=2, corpus=tmp_path / "corpus", cache=tmp_path))

    names = {case.name for case in cases if case.exercise == "softmax"}
    assert {"reference seed 0", "reference seed 1", "lazy pass", "mistake dim_0", TEXTS} <= names
    assert len(set(map(str, cases))) == len(cases)


def test_a_case_has_its_own_findings_as_lines_and_an_exercise_has_all(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Finding(message_id="a", file="mistakes.py", line=7, case="mistake dim_0", message="Wrong.", fix="Correct it.")
    rest = Finding(message_id="b", file="sentences.toml", message="Missing.", fix="Write it.")
    report = AuditedExerciseReport(exercise="f", groups=(), findings=(own, rest), matrix=NOTHING)
    auditor = Auditor()
    monkeypatch.setitem(auditor._reports, "f", report)

    assert auditor("f") is report
    assert auditor.problems(AuditCase("f", "mistake dim_0")) == ["mistakes.py:7: Wrong. Fix: Correct it."]
    assert auditor.problems(AuditCase("f", TEXTS)) == ["sentences.toml: Missing. Fix: Write it."]
    assert auditor.problems(AuditCase("f", "lazy pass")) == []
    assert len(auditor.problems("f")) == 2

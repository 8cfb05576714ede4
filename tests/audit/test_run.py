"""A whole audit, with an engine that runs the submissions of a small course in this process."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.audit.fake_engine import FakeEngine, Silent
from tests.audit.test_exercises import Small
from torchgrade.audit.exercises import AuditedExercise
from torchgrade.audit.judging import Settings
from torchgrade.audit.records import AuditReport
from torchgrade.audit.run import Order, audit
from torchgrade.plugins.manager import Plugins

_NAMES = {2.0: "double.mistake.halved", 16.0: "double.mistake.squared"}


def graded(text: str) -> dict[str, tuple[str, str, str]]:
    """Return what the two checks of ``double`` say of a text."""
    space: dict[str, Any] = {}
    X = torch.tensor([4.0])
    with suppress(Exception):
        exec(text, space)
        value = float(space["double"](X))
        if value == 8.0:
            return {} if float(X) == 4.0 else {"untouched": ("failed", "argument.changed", "")}
        return {"values": ("failed", "value.differs", _NAMES.get(value, "")), "untouched": ("skipped", "", "")}
    return {"values": ("failed", "raised.exception", ""), "untouched": ("skipped", "", "")}


SENTENCES = """
untouched.title.en = "Argument"
untouched.title.zh = "实参"
untouched.en = "`double` must not change `X`."
untouched.zh = "`double` 不应改动 `X`。"

[mistakes]"""


@pytest.fixture
def whole(exercise: AuditedExercise) -> AuditedExercise:
    """The small course without anything to find: a corpus, and a sentence for every check."""
    file = exercise.folder / "sentences.toml"
    file.write_text(file.read_text("utf-8").replace("\n[mistakes]", SENTENCES), "utf-8")
    (exercise.solution / "equivalent.toml").unlink()
    corpus = exercise.folder.parents[2] / "corpus" / "double"
    corpus.mkdir(parents=True)
    entries = []
    for number in range(8):
        (corpus / f"wrong_{number}.py").write_text(f"def double(X):\n    return X + {number}.5\n", "utf-8")
        entries.append(f'["wrong_{number}.py"]\npoints = 0\ncheck = ["values"]\n')
    (corpus / "expected.toml").write_text("\n".join(entries), "utf-8")
    return exercise


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(graded)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(engine: FakeEngine, tmp_path: Path, **further: Any) -> AuditReport:
    settings = Settings(data="d", data_root="", jobs=1, cache=tmp_path / "cache")
    order = Order(exercises=["double"], settings=settings, seeds=3, **{"corpus": tmp_path / "corpus", **further})
    start: Any = engine
    return audit(order, Plugins([Small()], entry_points=False), Silent(), start)


def found(report: AuditReport) -> list[tuple[str, str, int]]:
    return [
        (one.message_id.removeprefix("audit."), one.file.rpartition("/")[2], one.line)
        for exercise in report.exercises
        for one in exercise.findings
    ]


@pytest.mark.usefixtures("whole")
def test_a_course_without_faults_has_no_findings(engine: FakeEngine, tmp_path: Path) -> None:
    report = run(engine, tmp_path)

    assert found(report) == []
    assert all(group.held == group.submitted > 0 for group in report.exercises[0].groups)


def test_each_fault_is_found_at_its_place(whole: AuditedExercise, engine: FakeEngine, tmp_path: Path) -> None:
    mistakes = whole.folder / "mistakes.py"
    mistakes.write_text(mistakes.read_text("utf-8").replace("right(X) / 4", "right(X) / 3"), "utf-8")
    variants = whole.solution / "variants.py"
    variants.write_text(variants.read_text("utf-8").replace("return 2.0", "return 3.0"), "utf-8")
    expected = tmp_path / "corpus" / "double" / "expected.toml"
    expected.write_text(expected.read_text("utf-8").replace("points = 0", "points = 1", 1), "utf-8")
    (whole.folder / "hints.zh.md").unlink()

    report = run(engine, tmp_path)

    line = mistakes.read_text("utf-8").split("\n").index('@mistake("halved")') + 1
    assert found(report) == [
        ("variant.fails", "variants.py", 10),
        ("mistake.not_named", "mistakes.py", line),
        ("corpus.points", "expected.toml", 1),
        ("document.missing", "hints.zh.md", 0),
    ]


def test_mutants_are_caught_argued_or_found(whole: AuditedExercise, engine: FakeEngine, tmp_path: Path) -> None:
    first = run(engine, tmp_path, mutants=True)
    assert first.mutants is not None
    survivors = [one for one in first.exercises[0].findings if one.message_id == "audit.mutant.survives"]
    assert len(survivors) == first.mutants.survived > 0
    changes = {str(one.values["change"]).replace("\\", "\\\\").replace('"', '\\"') for one in survivors}
    text = "\n".join(f'"{change}" = "one number is not enough to tell"' for change in changes)
    (whole.solution / "equivalent.toml").write_text(text, "utf-8")

    second = run(engine, tmp_path, mutants=True)

    assert second.mutants is not None
    assert (second.mutants.argued, second.mutants.survived) == (first.mutants.survived, 0)
    assert second.mutants.caught == first.mutants.caught > 10
    assert second.findings == 0


@pytest.mark.usefixtures("whole")
def test_a_second_audit_grades_nothing_and_reports_the_same(engine: FakeEngine, tmp_path: Path) -> None:
    first = run(engine, tmp_path)
    graded_before = len(engine.texts)

    second = run(engine, tmp_path)

    assert len(engine.texts) == graded_before
    assert second.exercises == first.exercises
    assert second.kept == second.submissions


@pytest.mark.usefixtures("whole")
def test_a_stopped_audit_reports_what_it_knows(engine: FakeEngine, tmp_path: Path) -> None:
    engine.stop_after = 5

    report = run(engine, tmp_path)

    assert report.stopped
    assert report.exercises[0].ungraded == report.submissions - 5
    assert found(report) == []


def test_a_file_of_mistakes_that_cannot_be_imported_leaves_the_rest_audited(
    whole: AuditedExercise, engine: FakeEngine, tmp_path: Path
) -> None:
    (whole.folder / "mistakes.py").write_text('"""Mistakes."""\n\n1 / 0\n', "utf-8")

    report = run(engine, tmp_path)

    assert ("mistakes.broken", "mistakes.py", 3) in found(report)
    assert next(group.held for group in report.exercises[0].groups if group.group == "lazy") > 0


@pytest.mark.usefixtures("whole")
def test_without_a_corpus_nothing_is_demanded_of_one(engine: FakeEngine, tmp_path: Path) -> None:
    report = run(engine, tmp_path, corpus=None)

    assert report.corpus == ""
    assert found(report) == []


@pytest.mark.usefixtures("whole")
def test_a_corpus_without_the_exercise_has_too_few_wrong_files(engine: FakeEngine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert found(run(engine, tmp_path, corpus=tmp_path / "empty")) == [("corpus.few", "double", 0)]


def test_a_check_that_no_wrong_answer_fails_is_found(
    whole: AuditedExercise, engine: FakeEngine, tmp_path: Path
) -> None:
    mistakes = whole.folder / "mistakes.py"
    mistakes.write_text(mistakes.read_text("utf-8").partition("@mistake.unnamed")[0], "utf-8")

    assert found(run(engine, tmp_path)) == [("check.idle", "mistakes.py", 0)]

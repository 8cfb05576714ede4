"""The command of a course's author."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from torchgrade.audit.judging import Watcher
from torchgrade.audit.records import AuditedExerciseReport, AuditReport, Matrix, MutantCount
from torchgrade.audit.run import Order
from torchgrade.cli.author import audit as audit_module
from torchgrade.cli.main import INTERRUPTED, main
from torchgrade.cli.options import installed_assignments
from torchgrade.errors import ExitCode
from torchgrade.plugins.manager import Plugins

EMPTY = Matrix(rows=(), nothing_alone=(), caught_by_one=(), other_reason=())


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Order]:
    """Orders that the command gave; each audit reports nothing."""
    given: list[Order] = []
    monkeypatch.setattr(audit_module, "run_audit", answer(given))
    monkeypatch.chdir(tmp_path)
    return given


def answer(given: list[Order], **further: Any) -> Any:
    """Return an audit that keeps its order and reports what a test wants."""

    def audit(order: Order, _: object, watcher: Watcher) -> AuditReport:
        given.append(order)
        watcher.planned(0, 0)
        exercise = AuditedExerciseReport(exercise="double", groups=(), findings=(), matrix=EMPTY, ungraded=0)
        values: dict[str, Any] = {"submissions": 5, "kept": 0, "findings": 0, "corpus": "c", **further}
        return AuditReport(exercises=(exercise,), **values)

    return audit


def test_without_findings_the_exit_code_is_0(orders: list[Order], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "sgd"]) == ExitCode.OK
    assert orders[0].exercises == ("sgd",)
    assert capsys.readouterr().out.splitlines()[-1] == "5 submissions, 0 findings"


def test_every_exercise_with_a_solution_is_audited_if_none_is_named(orders: list[Order]) -> None:
    main(["audit"])

    assert {"softmax", "sgd", "train_ch3"} <= set(orders[0].exercises)


@pytest.mark.parametrize(("reported", "code"), [({"findings": 1}, 1), ({"stopped": True, "findings": 1}, INTERRUPTED)])
def test_findings_and_a_stop_have_exit_codes(
    monkeypatch: pytest.MonkeyPatch, reported: dict[str, Any], code: int
) -> None:
    monkeypatch.setattr(audit_module, "run_audit", answer([], **reported))

    assert main(["audit", "sgd"]) == code


def test_the_last_line_counts_mutants(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    count = MutantCount(mutants=3, caught=2, argued=1)
    monkeypatch.setattr(audit_module, "run_audit", answer([], mutants=count))

    assert main(["audit", "sgd", "--mutants", "--lang", "zh"]) == ExitCode.OK
    assert capsys.readouterr().out.splitlines()[-1] == "3 mutants, 2 caught, 1 argued, 0 survived"


@pytest.mark.usefixtures("orders")
def test_the_document_is_one_line_of_json_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "sgd", "--json"])

    table = json.loads(capsys.readouterr().out)
    assert (table["schema_version"], table["submissions"]) == (1, 5)


def test_options_reach_the_audit(orders: list[Order], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()

    main(["audit", "sgd", "--jobs", "3", "--seeds", "7", "--corpus", "mine", "--cache", "kept", "--mutants"])

    (order,) = orders
    assert (order.settings.jobs, order.seeds, order.mutants) == (3, 7, True)
    assert (order.corpus, order.settings.cache) == (tmp_path / "mine", Path("kept"))


def test_an_assignment_adds_its_exercises(orders: list[Order]) -> None:
    main(["audit", "softmax", "--assignment", "core"])

    assert tuple(orders[0].exercises) == installed_assignments(Plugins())["core"]


def test_the_corpus_of_the_current_folder_is_taken_if_it_is_there(orders: list[Order], tmp_path: Path) -> None:
    main(["audit", "sgd"])
    (tmp_path / "tests" / "corpus").mkdir(parents=True)
    main(["audit", "sgd"])

    assert [order.corpus for order in orders] == [None, tmp_path / "tests" / "corpus"]


@pytest.mark.usefixtures("orders")
def test_an_exercise_that_no_course_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "sofmax"]) == ExitCode.USAGE
    assert "softmax" in capsys.readouterr().err

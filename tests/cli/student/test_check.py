"""``torchgrade check``: what its words mean, what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.cli.student.asked import Asked
from torchgrade.cli.student.check import count_hidden, exit_code, last_line
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import SolutionSource

CATALOGUE = catalogue_for()
PLUGINS = Plugins()
RIGHT = """
import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
WRONG = """
import torch

def softmax(X):
    e = torch.exp(X)
    return e / e.sum(0, keepdim=True)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def result_of(*outcomes: Outcome, status: Status = Status.GRADED, points: float | None = 0.0) -> SubmissionResult:
    checks = [
        CheckResult(
            check=f"x.c{n}", kind=Kind.VALUE, hidden=False, outcome=outcome,
            points=float(outcome is Outcome.PASSED), max_points=1.0,
        )
        for n, outcome in enumerate(outcomes)
    ]  # fmt: skip
    exercise = ExerciseResult(exercise="x", status=status, points=0.0, max_points=2.0, checks=checks)
    return SubmissionResult(
        submission="ada", points=points, max_points=2.0, sandbox=SandboxLevel.NONE, seconds=1.0, exercises=[exercise]
    )


@pytest.mark.parametrize(
    ("result", "named", "code"),
    [
        (result_of(Outcome.PASSED), False, 0),
        (result_of(Outcome.PASSED, Outcome.FAILED), False, 1),
        (result_of(Outcome.PASSED, Outcome.SKIPPED), False, 1),
        (result_of(status=Status.MISSING), False, 1),
        (result_of(Outcome.PASSED, status=Status.NOT_STARTED), True, 1),
        (result_of(Outcome.ERROR, points=None), False, 3),
    ],
)
def test_the_exit_code_is_0_only_where_all_that_was_asked_for_passed(
    result: SubmissionResult, named: bool, code: int
) -> None:
    assert exit_code(result, Asked(file=Path("a.py"), exercises=("x",), checks=(), named=named)) == code


def test_the_last_line_never_says_that_everything_passed() -> None:
    class Hidden:
        @hookimpl
        def torchgrade_solutions(self) -> list[SolutionSource]:
            return [SolutionSource(exercise="x", reference="m:f", hidden="torchgrade_d2l_solutions.none")]

    result = result_of(Outcome.PASSED, Outcome.PASSED)

    assert last_line(result, CATALOGUE, Plugins(entry_points=False)) == (
        "2 of 2 points checked here. Grading also runs hidden checks."
    )


def test_the_last_line_counts_the_points_to_be_earned_where_nothing_is_written_yet() -> None:
    result = result_of(status=Status.NOT_STARTED)
    (exercise,) = result.exercises

    assert exercise.max_points > 0
    assert last_line(result, CATALOGUE, PLUGINS).startswith(f"0 of {exercise.max_points:.4g} points checked here.")


def test_installed_hidden_checks_are_counted_by_their_text() -> None:
    counted = [count_hidden([name], PLUGINS) for name in ("data_iter", "softmax", "train_ch3")]

    assert min(counted) >= 1
    assert count_hidden(["data_iter", "softmax", "train_ch3"], PLUGINS) == sum(counted)


def test_a_right_file_passes_and_is_told_of_hidden_checks(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "mine.py").write_text(RIGHT)

    assert main(["check", "softmax"]) == 0
    shown = capsys.readouterr().out
    assert "✓ Passed" in shown
    assert "✗" not in shown
    assert "Grading also runs" in shown.splitlines()[-1]
    assert main(["list"]) == 0
    assert "  softmax(X)\n    ✓ solved: every check that runs here passed (" in capsys.readouterr().out


def test_a_wrong_file_fails_with_its_cause_and_a_line_that_draws_the_same_numbers(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "mine.py").write_text(WRONG)

    assert main(["check", "mine.py", "softmax"]) == 1
    shown = capsys.readouterr().out
    assert "✗ Failed" in shown
    assert "likely cause:" in shown
    (line, *_) = [line.strip() for line in shown.splitlines() if "--check-seed" in line]
    assert line.startswith("torchgrade check mine.py softmax.")

    assert main([*line.split()[1:], "--json"]) == 1
    again = json.loads(capsys.readouterr().out)
    checks = [check for exercise in again["exercises"] for check in exercise["checks"]]
    assert [check["check"] for check in checks if check["outcome"] == "failed"] == [line.split()[3]]
    assert checks[-1]["title"] == "Rows"
    first = checks[-1]["evidence"]["got"]["cells"][0][0]
    assert first in shown


def test_in_chinese_title_requirement_cause_and_next_step_are_chinese(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "mine.py").write_text(WRONG)
    assert main(["check", "mine.py", "softmax.rows", "softmax.shape", "--lang", "zh", "--check-seed", "7"]) == 1
    shown = capsys.readouterr().out

    assert "逐行计算  softmax.rows\n    要求：在每一行中" in shown
    assert "你除以了各列之和" in shown
    assert "请在你的 `softmax` 里改正这一点" in shown
    assert "等待：逐行计算" in shown


def test_json_is_one_object_and_nothing_else(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "mine.py").write_text(RIGHT)
    code = main(["check", "softmax.rows", "--json"])
    shown = capsys.readouterr()

    assert code == 0
    assert shown.err == ""
    result = json.loads(shown.out)
    assert (result["submission"], result["hidden_checks"]) == ("mine", False)
    assert not any(check["hidden"] for exercise in result["exercises"] for check in exercise["checks"])


def test_an_unknown_check_is_a_usage_error(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "mine.py").write_text(RIGHT)

    assert main(["check", "softmax.rovs"]) == 2
    assert "Did you mean softmax.rows?" in capsys.readouterr().err

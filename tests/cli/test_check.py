"""``torchgrade check``: what its words mean, what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from torchgrade.cli.check import Asked, count_hidden, exit_code, last_line, read_words
from torchgrade.cli.main import main
from torchgrade.cli.options import installed_assignments, installed_exercises
from torchgrade.errors import UsageError
from torchgrade.grading.outputs import catalogue_for
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


def words(*given: str) -> Asked:
    return read_words(given, PLUGINS, CATALOGUE)


def refusal(*given: str) -> str:
    with pytest.raises(UsageError) as refused:
        words(*given)
    return str(refused.value)


def test_the_only_file_with_code_is_taken_where_none_is_named(place: Path) -> None:
    (place / "mine.ipynb").write_text("{}")
    (place / "notes.txt").write_text("")
    (place / ".hidden.py").write_text("")

    assert words() == Asked(file=Path("mine.ipynb"), exercises=installed_exercises(PLUGINS), checks=(), named=False)


def test_exercises_and_checks_may_be_named_without_the_file(place: Path) -> None:
    (place / "mine.py").write_text("")
    asked = words("train_ch3", "softmax.rows")

    assert (asked.file, asked.exercises, asked.checks) == (
        Path("mine.py"), ("softmax", "train_ch3"), ("softmax.rows",)
    )  # fmt: skip


def test_an_assignment_stands_for_its_exercises(place: Path) -> None:
    (place / "mine.py").write_text("")
    core = installed_assignments(PLUGINS)["core"]

    assert words("mine.py", "core") == words("core") == words("mine.py", *core)
    assert words("core", "softmax.rows").exercises == core
    assert "Did you mean core?" in refusal("cor")


def test_a_file_that_is_called_like_an_exercise_is_the_file(place: Path) -> None:
    (place / "softmax").mkdir()
    (place / "softmax.py").write_text("")
    (place / "other.py").write_text("")

    assert words("softmax.py", "softmax").file == Path("softmax.py")
    assert "several files" in refusal("softmax")


def test_no_file_here_says_how_to_name_one() -> None:
    assert "no .py file" in refusal()


def test_several_files_are_all_named(place: Path) -> None:
    for name in ("b.py", "a.ipynb", "\x1b[31mc.py"):
        (place / name).write_text("")

    assert "\\x1b[31mc.py, a.ipynb, b.py" in refusal()


@pytest.mark.parametrize("name", ["nix.py", "some/nix", "nix.ipynb"])
def test_a_file_that_is_not_there_is_said_to_be_missing(name: str) -> None:
    assert refusal(name) == f"There is no file {name}. Check how it is spelled."


def test_a_file_without_code_is_refused(place: Path) -> None:
    (place / "notes.txt").write_text("")
    (place / "folder.py").mkdir()

    assert "notes.txt is not a file that can be checked" in refusal("notes.txt")
    assert "folder.py is not a file that can be checked" in refusal("folder.py")


def test_a_misspelt_exercise_is_guessed(place: Path) -> None:
    (place / "mine.py").write_text("")

    assert "Did you mean softmax?" in refusal("sofmax")
    assert "Did you mean" in refusal("mine.py", "sofmax.rows")


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
        "2 of 2 points checked here; hidden checks run when it is graded."
    )


def test_the_last_line_counts_the_points_to_be_earned_where_nothing_is_written_yet() -> None:
    result = result_of(status=Status.NOT_STARTED)
    (exercise,) = result.exercises

    assert exercise.max_points > 0
    assert last_line(result, CATALOGUE, PLUGINS).startswith(f"0 of {exercise.max_points:.4g} points checked here;")


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
    assert "when it is graded" in shown.splitlines()[-1]


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
    first = checks[-1]["evidence"]["got"]["cells"][0][0]
    assert first in shown


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

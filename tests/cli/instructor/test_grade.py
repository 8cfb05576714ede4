"""``torchgrade grade`` up to where the engine starts; tests/endtoend has the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import torchgrade_d2l
from torchgrade.cli.instructor import grade as grade_module
from torchgrade.cli.main import main
from torchgrade.cli.options import installed_exercises, usable_cores
from torchgrade.errors import InternalError, TorchgradeError, UsageError
from torchgrade.grading.class_run import Order, Summary
from torchgrade.model.exercises import Limits
from torchgrade.model.rows import RunRows
from torchgrade.model.runs import Shard
from torchgrade.plugins import builtin
from torchgrade.plugins.manager import Plugins


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class of one, and a working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.py").write_text("")
    return tmp_path / "in"


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What the command would have graded."""
    asked: list[Order] = []

    def remember(order: Order, *_: object) -> Summary:
        asked.append(order)
        return Summary(
            folder=order.out, page=order.out / "index.html", results=[], rows=RunRows(exercises=()),
            graded=0, left=0, stopped=False,
        )  # fmt: skip

    monkeypatch.setattr(grade_module, "grade_class", remember)
    return asked


def test_a_dry_run_shows_what_would_be_graded_and_makes_nothing(
    inputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inputs / "\x1b[31mred.py").write_text("")
    (inputs / "notes.txt").write_text("")
    (inputs / "ada.ipynb").write_text("{}")

    assert main(["grade", "in", "--out", "run", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "Would be graded: 3" in shown
    assert "Not understood: 1" in shown
    assert "notes.txt" in shown
    assert "ada~2" in shown
    assert "\\x1b[31mred" in shown
    assert "\x1b[31m" not in shown
    assert not Path("run").exists()


@pytest.mark.parametrize(("asked", "languages"), [("en", ("en",)), ("zh", ("zh",)), ("both", ("en", "zh"))])
def test_pages_are_in_one_language_or_both(
    inputs: Path, orders: list[Order], asked: str, languages: tuple[str, ...]
) -> None:
    assert main(["grade", "in", "--out", "run", "--lang", asked]) == 0
    assert orders[0].languages == languages


def test_defaults_are_all_exercises_a_drawn_seed_and_hidden_checks(inputs: Path, orders: list[Order]) -> None:
    assert main(["grade", "in", "--out", "run"]) == 0
    options = orders[0].options

    assert options.exercises == installed_exercises(Plugins())
    assert (options.data, options.seed, options.hidden_checks) == ("synthetic-fashion", None, True)
    assert orders[0].jobs == usable_cores()


def test_exercises_are_taken_in_the_order_of_the_course(inputs: Path, orders: list[Order]) -> None:
    main(["grade", "in", "--out", "run", "--exercises", "train_ch3, data_iter", "--jobs", "3", "--seed", "7"])

    assert orders[0].options.exercises == ("data_iter", "train_ch3")
    assert (orders[0].jobs, orders[0].options.seed) == (3, 7)


def test_it_says_in_one_line_that_marks_are_not_isolated(
    inputs: Path, orders: list[Order], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", "in", "--out", "run", "--sandbox", "none"])

    assert "not isolated" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize("arguments", [[], ["--sandbox", "A"], ["--sandbox=B"]])
def test_it_does_not_say_so_where_they_are(
    arguments: list[str], inputs: Path, orders: list[Order], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", "in", "--out", "run", *arguments])

    assert "not isolated" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "level"),
    [([], "B"), (["--sandbox", "A"], "A"), (["--sandbox", "B"], "B"), (["--sandbox", "none"], "none")],
)
def test_submissions_are_confined_unless_it_is_said_otherwise(
    arguments: list[str], level: str, inputs: Path, orders: list[Order]
) -> None:
    main(["grade", "in", "--out", "run", *arguments])

    assert orders[0].options.sandbox.value == level


def test_the_whole_class_is_graded_unless_a_shard_is_named(inputs: Path, orders: list[Order]) -> None:
    for words in ([], ["--shard", "2/4"]):
        assert main(["grade", "in", "--out", "run", *words]) == 0
    assert [order.options.shard for order in orders] == [None, Shard(number=2, of=4)]


def test_seconds_are_those_of_the_course_unless_it_is_said_otherwise(inputs: Path, orders: list[Order]) -> None:
    main(["grade", "in", "--out", "run"])
    main(["grade", "in", "--out", "run", "--cpu-seconds", "0.5", "--wall-seconds", "7"])
    main(["grade", "in", "--out", "run", "--submission-seconds", "45"])

    assert orders[0].options.limits == Limits()
    assert (orders[1].options.limits.cpu_seconds, orders[1].options.limits.wall_seconds) == (0.5, 7.0)
    assert orders[1].options.limits.memory_bytes == Limits().memory_bytes
    assert orders[2].options.limits == Limits(submission_seconds=45.0)


@pytest.mark.parametrize(
    ("error", "code"),
    [(UsageError("Missing: landlock: the kernel has none."), 2), (InternalError("Nothing was graded: it could."), 3)],
)
def test_a_sandbox_that_cannot_be_had_is_exit_2_and_one_that_does_not_hold_3(
    error: TorchgradeError, code: int, inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> Summary:
        raise error

    monkeypatch.setattr(grade_module, "grade_class", refuse)

    assert main(["grade", "in", "--out", "run"]) == code
    shown = capsys.readouterr().err
    assert str(error) in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("level", ["A", "B"])
def test_a_system_that_confines_nobody_refuses_and_says_what_to_do(
    level: str, inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on macOS and Windows, where workers are fresh interpreters."""
    monkeypatch.setenv("TORCHGRADE_START", "spawn")

    assert main(["grade", "in", "--out", "run", "--sandbox", level]) == 2
    shown = " ".join(capsys.readouterr().err.split())
    assert f"The run needs level {level}" in shown
    assert "--sandbox=none" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["in", "--out", "run", "--exercises", "sofmax"], "Did you mean softmax?"),
        (["in", "--out", "run", "--exercises", ","], "names no exercise"),
        (["in", "--out", "run", "--data", "fashion-mnits"], "Did you mean fashion-mnist?"),
        (["nix", "--out", "run"], "There is no file or folder nix."),
        (["in"], "--out"),
        (["--out", "run"], "SUBMISSIONS"),
        (["in", "--out", "run", "--jobs", "0"], "--jobs"),
        (["in", "--out", "run", "--sandbox", "C"], "--sandbox"),
        (["in", "--out", "run", "--sandbox", ""], "--sandbox"),
        (["in", "--out", "run", "--shard", "5/4"], "'5/4' is no shard."),
        (["in", "--out", "run", "--cpu-seconds", "0"], "--cpu-seconds"),
        (["in", "--out", "run", "--cpu-seconds", "nan"], "--cpu-seconds"),
        (["in", "--out", "run", "--wall-seconds", "1e9"], "--wall-seconds"),
    ],
)
def test_a_wrong_option_or_path_is_exit_2_and_says_so(
    arguments: list[str], said: str, inputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", *arguments]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert "Traceback" not in shown
    assert not Path("run").exists()


def test_without_reference_solutions_it_refuses_unless_told_otherwise(
    inputs: Path, orders: list[Order], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    student = Plugins([builtin, torchgrade_d2l], entry_points=False)
    monkeypatch.setattr(grade_module, "Plugins", lambda: student)

    assert main(["grade", "in", "--out", "run"]) == 2
    assert "--without-hidden" in capsys.readouterr().err
    assert main(["grade", "in", "--out", "run", "--without-hidden"]) == 0
    assert not orders[0].options.hidden_checks


def test_a_dry_run_needs_no_folder_to_write_to(inputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "in", "--dry-run"]) == 0
    assert "Would be graded: 1" in capsys.readouterr().out


def test_a_dry_run_of_a_shard_shows_its_submissions(inputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inputs / "bo.py").write_text("x = 1\n")
    found = []
    for shard in ("1/2", "2/2"):
        assert main(["grade", "in", "--dry-run", "--json", "--shard", shard]) == 0
        found += [one["submission"] for one in json.loads(capsys.readouterr().out)["submissions"]]
    assert main(["grade", "in", "--dry-run", "--json"]) == 0
    assert sorted(found) == [one["submission"] for one in json.loads(capsys.readouterr().out)["submissions"]]


def test_grading_needs_a_folder_to_write_to(
    inputs: Path, orders: list[Order], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", "in"]) == 2
    assert "--out" in capsys.readouterr().err
    assert orders == []

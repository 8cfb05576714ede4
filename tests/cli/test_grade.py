"""``torchgrade grade`` up to where the engine starts; tests/endtoend has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

import torchgrade_d2l
from torchgrade.cli import grade as grade_module
from torchgrade.cli.main import main
from torchgrade.cli.options import installed_exercises
from torchgrade.grading.class_run import Order, Summary
from torchgrade.model.rows import RunRows
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


def test_defaults_are_all_exercises_a_drawn_seed_and_hidden_checks(inputs: Path, orders: list[Order]) -> None:
    assert main(["grade", "in", "--out", "run"]) == 0
    options = orders[0].options

    assert options.exercises == installed_exercises(Plugins())
    assert (options.data, options.seed, options.hidden_checks) == ("synthetic-fashion", None, True)
    assert orders[0].jobs == grade_module.usable_cores()


def test_exercises_are_taken_in_the_order_of_the_course(inputs: Path, orders: list[Order]) -> None:
    main(["grade", "in", "--out", "run", "--exercises", "train_ch3, data_iter", "--jobs", "3", "--seed", "7"])

    assert orders[0].options.exercises == ("data_iter", "train_ch3")
    assert (orders[0].jobs, orders[0].options.seed) == (3, 7)


def test_it_says_in_one_line_that_marks_are_not_isolated(
    inputs: Path, orders: list[Order], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["grade", "in", "--out", "run"])

    assert "not isolated" in capsys.readouterr().out.splitlines()[0]


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
        (["in", "--out", "run", "--sandbox", "A"], "--sandbox"),
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

"""Exercises, assignments and data sets as options name them."""

from __future__ import annotations

from pathlib import Path

import pytest

import torchgrade_d2l
from torchgrade.cli.main import main
from torchgrade.cli.options import DATA, choose_data, installed_assignments, installed_exercises, read_exercises
from torchgrade.errors import UsageError
from torchgrade.plugins import builtin
from torchgrade.plugins.manager import Plugins

PLUGINS = Plugins()
TOOL = Plugins([builtin], entry_points=False)
COURSE = Plugins([builtin, torchgrade_d2l], entry_points=False)


def test_a_language_that_is_not_known_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["check"],
        ["watch"],
        ["list"],
        ["report", "run"],
        ["grade", "x"],
        ["start", "x"],
        ["hint", "x"],
        ["audit"],
    ):
        assert main([*command, "--lang", "fr"]) == 2
        assert "There is no language fr. Available: en, zh." in capsys.readouterr().err


def test_an_assignment_stands_for_its_exercises() -> None:
    assert read_exercises("core", None, PLUGINS) == installed_assignments(PLUGINS)["core"]
    assert read_exercises(" core , softmax ", None, PLUGINS) == installed_assignments(PLUGINS)["core"]


def test_the_option_of_an_assignment_names_its_exercises() -> None:
    assert read_exercises(None, "core", PLUGINS) == installed_assignments(PLUGINS)["core"]


def test_exercises_and_an_assignment_together_are_refused_with_the_words_that_join_them() -> None:
    with pytest.raises(UsageError, match="--exercises core,linreg"):
        read_exercises("linreg", "core", PLUGINS)


@pytest.mark.parametrize("command", ["list", "start", "check", "watch", "grade", "audit"])
def test_every_command_refuses_an_unknown_assignment_and_names_the_nearest(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = [] if command in {"list", "audit"} else ["x.py"]

    assert main([command, *place, "--assignment", "cora"]) == 2
    assert "There is no assignment cora. Did you mean core?" in capsys.readouterr().err


def test_exercises_are_returned_in_the_order_of_the_course_and_once() -> None:
    assert read_exercises("softmax,data_iter,softmax", None, PLUGINS) == ("data_iter", "softmax")
    assert read_exercises(None, None, PLUGINS) == installed_exercises(PLUGINS)


@pytest.mark.parametrize(("text", "said"), [(" ,", "names no exercise"), ("cor", "Did you mean core?")])
def test_what_names_nothing_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_exercises(text, None, PLUGINS)

    assert said in str(refused.value)


def test_no_course_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="No course is installed"):
        read_exercises(None, None, Plugins(entry_points=False))


def test_the_default_is_the_data_set_that_needs_no_network() -> None:
    assert choose_data(None, None, COURSE) == (DATA, "")


def test_where_no_course_brings_the_default_exercises_that_need_no_data_can_be_graded_all_the_same() -> None:
    assert choose_data(None, None, TOOL) == ("fashion-mnist", "")


def test_a_data_set_that_was_named_is_never_replaced_by_another() -> None:
    with pytest.raises(UsageError, match="There is no data set synthetic-fashion"):
        choose_data(DATA, None, TOOL)


def test_the_folder_is_made_absolute() -> None:
    assert choose_data("fashion-mnist", Path("here"), TOOL) == ("fashion-mnist", str(Path("here").absolute()))

"""Exercises and assignments as options name them."""

from __future__ import annotations

import pytest

from torchgrade.cli.options import installed_assignments, installed_exercises, read_exercises
from torchgrade.errors import UsageError
from torchgrade.plugins.manager import Plugins

PLUGINS = Plugins()


def test_an_assignment_stands_for_its_exercises() -> None:
    assert read_exercises("core", PLUGINS) == installed_assignments(PLUGINS)["core"]
    assert read_exercises(" core , softmax ", PLUGINS) == installed_assignments(PLUGINS)["core"]


def test_exercises_are_returned_in_the_order_of_the_course_and_once() -> None:
    assert read_exercises("softmax,data_iter,softmax", PLUGINS) == ("data_iter", "softmax")
    assert read_exercises(None, PLUGINS) == installed_exercises(PLUGINS)


@pytest.mark.parametrize(("text", "said"), [(" ,", "names no exercise"), ("cor", "Did you mean core?")])
def test_what_names_nothing_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_exercises(text, PLUGINS)

    assert said in str(refused.value)


def test_no_course_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="No course is installed"):
        read_exercises(None, Plugins(entry_points=False))

"""Tests of names that a file uses for a function first and for data later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from torchgrade.submissions.slicing import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]

DEFINED = "def f(X): return 1\n"
HELPERS = (
    "def load_array(n): return [n]\nclass F:\n    def __call__(self, X): return 2\ndef again(g): return lambda X: 2\n"
)


@pytest.mark.parametrize(
    "later",
    [
        "f = load_array(3)",
        "import torch.utils.data as data\nf = data.DataLoader([1])",
        "import torch\nf = torch.optim.SGD([], lr=0.1)",
        "f = f(0)",
        "f = f(0) / 2",
        "f = 0.5",
        "f: float = 0.5",
        "f += 1",
        "x, f = 1, 2",
        "loss, f = load_array(3)",
        "f = load_array(3)[0]",
        "f = [1, 2]",
    ],
)
def test_data_in_a_variable_of_its_name_does_not_hide_a_function(later: str, cut_of: Cut, execute: Execute) -> None:
    found = cut_of(HELPERS + DEFINED + later, "f")

    assert execute(found)["f"](0) == 1
    assert (found.parameters, found.references) == (["X"], frozenset())


@pytest.mark.parametrize("later", ["f = F()", "f = again(f)", "f = lambda X: 2", "f = second", "f = F().__call__"])
def test_a_later_function_takes_the_place_of_an_earlier_one(later: str, cut_of: Cut, execute: Execute) -> None:
    found = cut_of(HELPERS + DEFINED + "def second(X): return 2\n" + later, "f")

    assert execute(found)["f"](0) == 2


def test_an_assignment_before_the_definition_stays(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("f = 3\nn = f\ndef f(X): return n", "f")

    assert execute(found)["f"](0) == 3


def test_without_a_definition_a_result_may_be_the_function(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(HELPERS + "f = again(0)", "f")

    assert execute(found)["f"](0) == 2

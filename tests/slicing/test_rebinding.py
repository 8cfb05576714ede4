"""Tests of names that a file uses for a function first and for data later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from torchgrade.slicing.cutting import Slice

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
        "from torch import nn\nf = nn.Softmax(dim=1)",
        "from torch.nn import CrossEntropyLoss\nf = CrossEntropyLoss(reduction='none')",
        "import torch\nf = torch.optim.SGD",
        "from torch.optim import SGD as f",
        "import torch.nn.functional as F\nf = F.softmax",
        "class Accumulator:\n    n = 0\nf = Accumulator()",
        "found = {'f': 1}\nf = found['f']",
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


@pytest.mark.parametrize(
    "own",
    ["f = lambda X: 1", "def one(X): return 1\nf = one", "if n:\n    def f(X): return 1", "class f(F): pass\nf = f()"],
)
def test_a_result_does_not_hide_a_function_however_it_was_made(own: str, cut_of: Cut, execute: Execute) -> None:
    text = HELPERS.replace("return 2", "return 1") + f"n = 1\n{own}\nf = f(0)"
    found = cut_of(text if "class f" not in own else text.removesuffix("\nf = f(0)"), "f")

    assert execute(found)["f"](0) == 1


@pytest.mark.parametrize("earlier", ["from torch import nn\nf = nn.Softmax(dim=1)", "from torch import exp as f"])
def test_what_a_library_has_ready_made_does_not_count_before_a_function(
    earlier: str, cut_of: Cut, execute: Execute
) -> None:
    found = cut_of(f"{earlier}\n{DEFINED}", "f")

    assert (execute(found)["f"](0), found.references) == (1, frozenset())


def test_a_function_counts_before_what_another_file_takes_from_a_library(cut_of: Cut, execute: Execute) -> None:
    files = {"a.py": DEFINED, "b.py": "from torch import nn\nf = nn.CrossEntropyLoss()\n"}
    found = cut_of(files, "f")

    assert (found.file, execute(found)["f"](0)) == ("a.py", 1)


def test_without_a_definition_a_result_may_be_the_function(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(HELPERS + "f = again(0)", "f")

    assert execute(found)["f"](0) == 2


@pytest.mark.parametrize("text", ["f = data.DataLoader([1])", "f = load_it(3)", "f = 3", "f += 1"])
@pytest.mark.parametrize("times", [(1, 2), (2, 1), (1, 1)])
def test_a_function_counts_before_a_variable_of_another_file(text: str, times: tuple[int, int], cut_of: Cut) -> None:
    found = cut_of({"a.py": DEFINED, "b.py": f"from torch.utils import data\n{text}\n"}, "f", times=times)

    assert (found.file, found.notes) == ("a.py", [])


def test_a_variable_in_front_of_the_function_does_not_hide_it(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(f"f = [1]\n{DEFINED}f = [2]\n", "f")

    assert execute(found)["f"](0) == 1


def test_a_loop_variable_of_its_name_binds_nothing(cut_of: Cut) -> None:
    assert not cut_of("for f in [1]: pass\n", "f").found


def test_a_variable_in_a_notebook_is_named_with_its_cell(cut_of: Cut, notebook_of: Callable[..., bytes]) -> None:
    found = cut_of({"a.ipynb": notebook_of("import torch", "x = 1\nf = DataLoader(x)")}, "f")

    assert found.notes[0].message == (
        "`f` is a DataLoader here (cell 2, line 2), not a function. Write a function of this name."
    )


def test_a_module_of_its_name_is_no_function(cut_of: Cut, execute: Execute) -> None:
    files = {"f.py": DEFINED, "test.py": "import f\nf.f(3)\n", "other.py": "from . import f\n"}

    assert cut_of(files, "f", times=(1, 2, 3)).file == "f.py"

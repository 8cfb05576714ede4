"""Tests of the statements that a worker executes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]


def lines(found: Slice, unit: int = -1) -> list[int]:
    return [statement.line for statement in found.units[unit].statements]


def test_two_statements_on_one_line_are_taken_apart(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("é = 'é'; a = 1; b = boom(); c = (2,\n 3); d = boom()\ndef softmax(X): return é, a, c\n")
    assert execute(found)["softmax"](0) == ("é", 1, (2, 3))
    assert lines(found) == [1, 1, 1, 3]


def test_a_statement_that_goes_on_behind_a_backslash_is_cut_whole(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("a = 1; \\\n  b = 2\ndef softmax(X): return a + b\n")
    assert execute(found)["softmax"](0) == 3


def test_the_other_branch_of_if_false_runs(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("if False:\n    n = 1\nelif True:\n    n = 2\ndef softmax(X): return n\n")
    assert execute(found)["softmax"](0) == 2


def test_two_statements_on_one_line_under_a_guard_are_taken_apart(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("if __name__ == '__main__':\n    a = 1; b = boom(); c = 3\ndef softmax(X): return a + c\n")
    assert execute(found)["softmax"](0) == 4


def test_star_imports_are_always_kept_and_marked(cut_of: Cut) -> None:
    found = cut_of("from d2l.torch import *\ndef softmax(X): return X\n")
    statement = found.units[-1].statements[0]
    assert (statement.star, statement.binds, statement.line) == (True, [], 1)


def test_a_decorator_stays_and_its_line_is_the_first(cut_of: Cut) -> None:
    found = cut_of("import torch\n\n@torch.no_grad()\n@x\ndef softmax(X):\n    return X\n")
    assert lines(found) == [1, 3]
    assert found.units[-1].statements[1].source.startswith("@torch.no_grad()\n@x\ndef")

"""Mutants of gradients and of changes in place."""

from __future__ import annotations

from tests.audit.mutants.made import new_lines, of, returned

STEP = "import torch\n@torch.no_grad()\ndef f(params):\n    for p in params:\n        {line}\n"


def test_each_operand_and_the_result_are_detached() -> None:
    assert returned("detach", "X / y.sum()") == [
        "(X / y.sum()).detach()",
        "X.detach() / y.sum()",
        "X / y.sum().detach()",
    ]


def test_an_argument_of_torch_is_detached() -> None:
    assert returned("detach", "-torch.log(X)") == ["-torch.log(X.detach())"]


def test_sizes_and_numbers_are_not_detached() -> None:
    assert returned("detach", "float(2 * len(y) + X.shape[0])") == [
        "float((2 * len(y)).detach() + X.shape[0])",
    ]


def test_gradients_are_turned_off_in_the_whole_function() -> None:
    (mutant,) = of("no_grad_added", "import torch\ndef f(X):\n    return X\n")

    assert mutant.change == "(nothing) -> with torch.no_grad(): after def f"
    assert mutant.text.endswith("def f(X):\n    with torch.no_grad():\n        return X\n")


def test_the_decorator_that_turns_gradients_off_is_dropped_and_not_doubled() -> None:
    text = STEP.format(line="p -= p.grad")

    assert [mutant.change for mutant in of("no_grad_dropped", text)] == ["@torch.no_grad() -> (nothing)"]
    assert of("no_grad_added", text) == []


def test_nothing_is_detached_where_gradients_are_off_already() -> None:
    block = "import torch\ndef f(X):\n    with torch.no_grad():\n        X -= X.grad * 2\n"

    assert of("detach", STEP.format(line="p -= p.grad * 2")) == of("detach", block) == []
    assert of("no_grad_added", block) == []


def test_a_block_without_gradients_is_opened() -> None:
    text = "import torch\ndef f(X):\n    with torch.no_grad():\n        X.zero_()\n    with open(X) as file:\n        pass\n"

    assert [mutant.change for mutant in of("no_grad_block", text)] == ["with torch.no_grad(): -> (nothing)"]


def test_a_new_tensor_becomes_a_change_in_place() -> None:
    assert returned("in_place", "torch.exp(X) + (X - y)") == ["torch.exp(X) + X.sub_(y)", "X.exp_() + (X - y)"][::-1]


def test_an_assignment_becomes_a_change_in_place() -> None:
    assert "X -= y" in new_lines("in_place", "def f(X, y):\n    X = X - y\n    return X\n")


def test_a_change_in_place_becomes_a_new_tensor() -> None:
    assert new_lines("not_in_place", STEP.format(line="p -= p.grad")) == ["p = p - p.grad"]
    assert new_lines("not_in_place", STEP.format(line="p.sub_(p.grad)")) == ["p = p.sub(p.grad)", "p.sub(p.grad)"]


def test_a_count_that_grows_is_the_same_either_way() -> None:
    assert new_lines("not_in_place", STEP.format(line="n += len(p)")) == []

"""Mutants of statements."""

from __future__ import annotations

from tests.audit.mutants.made import of

TRAIN = "def f(u, l):\n    u.zero_grad()\n    loss = l()\n    loss.backward()\n    u.step()\n    return loss\n"


def test_calls_are_dropped_and_assignments_of_names_are_not() -> None:
    assert [mutant.change for mutant in of("statement_dropped", TRAIN)] == [
        "u.zero_grad() -> (nothing)",
        "loss.backward() -> (nothing)",
        "u.step() -> (nothing)",
    ]


def test_an_assignment_to_an_attribute_or_an_entry_is_dropped() -> None:
    text = "def f(p):\n    p.grad = None\n    p[0] = 1\n    return p\n"

    assert [mutant.line for mutant in of("statement_dropped", text)] == [2, 3]


def test_a_block_that_loses_its_only_statement_does_nothing() -> None:
    (mutant,) = of("statement_dropped", "def f(p):\n    p.zero_()\n")

    assert mutant.text == "def f(p):\n    pass\n"


def test_a_condition_with_an_else_is_not_dropped() -> None:
    text = "def f(p):\n    if p:\n        q = 1\n    else:\n        q = 2\n    return q\n"

    assert of("statement_dropped", text) == []


def test_neighbours_are_swapped_if_one_is_a_call() -> None:
    assert [mutant.line for mutant in of("statements_swapped", TRAIN)] == [2, 3, 4]


def test_a_result_is_not_returned() -> None:
    assert [mutant.change for mutant in of("not_returned", TRAIN)] == ["return loss -> loss"]


def test_a_statement_that_only_prints_is_left_alone() -> None:
    text = "def f(u):\n    u.step()\n    print(u + 1)\n    return u\n"

    assert [mutant.line for mutant in of("statement_dropped", text)] == [2]
    assert of("statements_swapped", text) == []
    assert of("sign", text.replace("return u", "return 1")) == []

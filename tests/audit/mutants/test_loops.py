"""Mutants of loops and generators."""

from __future__ import annotations

from tests.audit.mutants.made import new_lines, of, returned

LOOP = "def f(X):\n    n = 0\n    for x in X:\n        x = x + 1\n        n += x\n    return n\n"
GENERATOR = "def f(X):\n    for x in X:\n        yield x\n"


def test_rounds_are_left_out() -> None:
    assert new_lines("rounds", LOOP) == ["break after n += x", "for x in list(X)[1:]:", "for x in list(X)[:-1]:"]


def test_a_comprehension_leaves_out_ends() -> None:
    assert returned("rounds", "sum(x for x in X)") == [
        "sum((x for x in list(X)[1:]))",
        "sum((x for x in list(X)[:-1]))",
    ]


def test_break_and_continue_are_confused() -> None:
    text = "def f(X):\n    for x in X:\n        if x:\n            break\n        continue\n    return X\n"

    assert new_lines("continue", text) == ["continue", "break"]


def test_neighbours_go_into_the_loop_and_parts_of_it_outside() -> None:
    bodies = [mutant.text.partition("\n")[2] for mutant in of("indentation", LOOP)]

    assert bodies == [
        "    n = 0\n    for x in X:\n        x = x + 1\n        n += x\n        return n\n",
        "    for x in X:\n        n = 0\n        x = x + 1\n        n += x\n    return n\n",
        "    n = 0\n    x = x + 1\n    for x in X:\n        n += x\n    return n\n",
        "    n = 0\n    for x in X:\n        x = x + 1\n    n += x\n    return n\n",
    ]


def test_the_last_statement_of_a_condition_leaves_it() -> None:
    text = "def f(p):\n    if p:\n        p.a()\n        p.b()\n"

    assert [mutant.text for mutant in of("indentation", text)] == ["def f(p):\n    if p:\n        p.a()\n    p.b()\n"]


def test_a_statement_that_only_moves_says_so_in_its_key() -> None:
    assert new_lines("indentation", LOOP)[0] == "(other indentation)"


def test_a_generator_returns_its_first_value() -> None:
    assert new_lines("yield_returned", GENERATOR) == ["return x"]


def test_a_generator_returns_a_list() -> None:
    (mutant,) = of("yield_listed", GENERATOR)

    assert mutant.text == "def f(X):\n    found = []\n    for x in X:\n        found.append(x)\n    return found\n"


def test_a_function_without_yield_is_no_generator() -> None:
    assert of("yield_listed", LOOP) == []

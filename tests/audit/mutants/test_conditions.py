"""Mutants of conditions."""

from __future__ import annotations

import pytest

from tests.audit.mutants.made import new_lines, returned


def test_a_condition_is_forced_either_way_or_negated() -> None:
    text = "def f(X):\n    if X.ndim > 1:\n        return X\n    return X.T\n"

    assert new_lines("condition", text) == ["if True:", "if False:", "if not X.ndim > 1:"]


def test_a_negated_condition_loses_its_not() -> None:
    assert returned("condition", "X if not y else 0") == ["X if True else 0", "X if False else 0", "X if y else 0"]


def test_a_while_loop_never_starts() -> None:
    assert new_lines("condition", "def f(X):\n    while X:\n        X.pop()\n    return X\n") == ["while False:"]


def test_a_comprehension_takes_everything() -> None:
    assert returned("condition", "[x for x in X if x > 0]") == ["[x for x in X]"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("X == y", ["X != y"]),
        ("X < y", ["X <= y", "X > y"]),
        ("X is not None", ["X is None"]),
        ("X in y", ["X not in y"]),
    ],
)
def test_a_comparison_uses_another_operator(right: str, wrong: list[str]) -> None:
    assert returned("comparison", right) == wrong


def test_conditions_are_connected_otherwise_or_one_is_dropped() -> None:
    assert returned("connective", "X and y") == ["X or y", "y", "X"]

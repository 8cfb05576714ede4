"""Builders and readers of syntax trees."""

from __future__ import annotations

import ast

import pytest

from torchgrade.audit.mutants.nodes import called, expression, integer, plus, receiver, results


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("-2", -2), ("True", None), ("1.5", None), ("n", None)])
def test_a_written_integer_is_read_with_its_sign(text: str, value: int | None) -> None:
    assert integer(expression(text)) == value


@pytest.mark.parametrize(("text", "more", "result"), [("n", 1, "n + 1"), ("n", -1, "n - 1"), ("-1", -1, "-2")])
def test_a_number_is_added_to_an_expression(text: str, more: int, result: str) -> None:
    assert ast.unparse(plus(expression(text), more)) == result


def test_the_object_of_a_method_is_no_module() -> None:
    found = receiver(expression("X.sum()"))

    assert found is not None
    assert ast.unparse(found) == "X"
    assert receiver(expression("torch.nn.functional.relu(X)")) is None
    assert called(expression("torch.nn.functional.relu(X)")) == "relu"


def test_each_value_of_a_returned_tuple_is_a_result() -> None:
    parts = list(results(ast.Return(expression("(a, b)"))))

    assert [ast.unparse(value) for value, _ in parts] == ["a", "b"]
    assert [ast.unparse(put(expression("c"))) for _, put in parts] == ["return (c, b)", "return (a, c)"]

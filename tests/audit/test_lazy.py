"""Lazy answers are made from a signature."""

from __future__ import annotations

import ast

from torchgrade.audit.lazy import lazy_answers


def test_every_lazy_answer_defines_the_function_with_the_parameters_of_the_signature() -> None:
    for text in lazy_answers("synthetic(w, b=0.0)").values():
        function = ast.parse(text).body[-1]
        assert isinstance(function, ast.FunctionDef)
        assert [one.arg for one in function.args.args] == ["w", "b"]


def test_each_argument_is_returned_zeroed_copied_and_replaced_by_noise() -> None:
    answers = lazy_answers("f(A, B)")

    assert {"returns A", "returns B times 0", "returns noise like A", "returns a copy of B"} <= set(answers)
    assert "return A, B" in answers["returns its arguments"]


def test_a_function_without_arguments_has_lazy_answers_too() -> None:
    assert {"pass", "ellipsis", "returns None", "raises"} <= set(lazy_answers("f()"))

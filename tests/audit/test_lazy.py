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

    assert {"return A", "return B * 0", "return torch.randn_like(A)", "return B.clone()"} <= set(answers)
    assert answers["return A, B"].endswith("    return A, B\n")


def test_a_function_without_arguments_has_lazy_answers_too() -> None:
    assert {"pass", "...", "return None", "raise NotImplementedError"} <= set(lazy_answers("f()"))

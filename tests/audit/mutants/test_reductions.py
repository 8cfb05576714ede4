"""Mutants of reductions and elementwise functions."""

from __future__ import annotations

import pytest

from tests.audit.mutants.made import returned


def test_a_dimension_becomes_another_or_is_dropped_with_keepdim() -> None:
    assert returned("dim", "X.sum(dim=1, keepdim=True)") == ["X.sum(dim=0, keepdim=True)", "X.sum()"]


def test_dimension_0_becomes_1() -> None:
    assert returned("dim", "X.cumsum(dim=0)") == ["X.cumsum(dim=1)", "X.cumsum()"]


def test_a_dimension_without_keyword_is_changed_too() -> None:
    assert returned("dim", "torch.sum(X, -1)") == ["torch.sum(X, 0)", "torch.sum(X)"]


def test_a_dimension_that_a_function_needs_is_not_dropped() -> None:
    assert returned("dim", "X.gather(1, y)") == ["X.gather(0, y)"]


def test_a_number_in_another_call_is_no_dimension() -> None:
    assert returned("dim", "X.clamp(1)") == []


def test_keepdim_is_dropped() -> None:
    assert returned("keepdim", "X.sum(dim=1, keepdim=True)") == ["X.sum(dim=1)"]


def test_keepdim_is_added_to_a_reduction_over_one_dimension_only() -> None:
    assert returned("keepdim", "X.argmax(dim=1) + X.sum()") == ["X.argmax(dim=1, keepdim=True) + X.sum()"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("X.sum()", ["X.mean()"]),
        ("X.argmax(1)", ["X.argmin(1)"]),
        ("torch.log(X)", ["torch.log2(X)", "torch.log10(X)", "torch.log1p(X)", "torch.exp(X)"]),
        ("X.max(1).values", ["X.max(1).indices", "X.min(1).values"]),
        ("torch.randperm(3)", ["torch.arange(3)"]),
    ],
)
def test_a_function_is_taken_for_another(right: str, wrong: list[str]) -> None:
    assert returned("other_function", right) == wrong


def test_a_call_gives_way_to_its_object_or_argument() -> None:
    assert returned("call_dropped", "torch.exp(X) / y.sum()") == ["X / y.sum()", "torch.exp(X) / y"]


def test_a_call_that_makes_a_tensor_is_not_dropped() -> None:
    assert returned("call_dropped", "torch.zeros(3)") == []


def test_a_whole_statement_is_dropped_by_its_own_operator_only() -> None:
    assert returned("call_dropped", "None if X.zero_() else None") == ["None if X else None"]

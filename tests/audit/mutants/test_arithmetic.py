"""Mutants of arithmetic."""

from __future__ import annotations

from tests.audit.mutants.made import new_lines, returned


def test_plus_and_minus_are_confused() -> None:
    assert returned("sign", "X - y") == ["-(X - y)", "X + y"]


def test_a_minus_is_dropped_once_and_not_put_before_another() -> None:
    assert returned("sign", "-X") == ["X"]


def test_a_product_becomes_a_quotient_and_a_matrix_product_a_product() -> None:
    assert returned("operation", "X @ y * 2") == ["X @ y / 2", "X * y * 2"]


def test_a_sum_forgets_what_it_had() -> None:
    assert new_lines("operation", "def f(X):\n    n = 0\n    for x in X:\n        n += x\n    return n\n") == ["n = x"]


def test_one_side_of_an_operation_is_dropped_or_both_are_swapped() -> None:
    assert returned("operand_dropped", "X / y") == ["X", "y", "y / X"]


def test_sides_that_may_be_swapped_stay() -> None:
    assert returned("operand_dropped", "X + y") == ["X", "y"]


def test_a_result_is_doubled_and_halved() -> None:
    assert returned("factor", "X + y") == ["(X + y) * 2", "(X + y) * 0.5"]


def test_each_of_two_results_is_doubled_and_halved() -> None:
    assert returned("factor", "(X, y)") == ["(X * 2, y)", "(X, y * 2)", "(X * 0.5, y)", "(X, y * 0.5)"]


def test_a_whole_number_is_one_off() -> None:
    assert returned("constant", "X ** 2") == ["X ** 3", "X ** 1"]


def test_a_fraction_is_scaled_and_squared() -> None:
    assert returned("constant", "0.5 * X") == ["1.0 * X", "5.0 * X", "0.05 * X", "0.25 * X"]


def test_zero_becomes_one() -> None:
    assert returned("constant", "X + 0.0") == ["X + 1.0"]


def test_a_flag_and_a_dimension_are_no_numbers() -> None:
    assert returned("constant", "X.sum(dim=1, keepdim=True)") == []


def test_a_small_number_is_added_in_a_denominator() -> None:
    assert returned("small_number", "X / y") == ["X / (y + 1e-08)", "X / (y + 0.0001)"]


def test_a_small_number_is_added_in_a_logarithm() -> None:
    assert returned("small_number", "torch.log(X)") == ["torch.log(X + 1e-08)", "torch.log(X + 0.0001)"]
    assert returned("small_number", "X.log()") == ["(X + 1e-08).log()", "(X + 0.0001).log()"]

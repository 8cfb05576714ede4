"""Mutants of the form of results."""

from __future__ import annotations

from tests.audit.mutants.made import new_lines, returned


def test_a_result_gets_another_dtype_shape_or_type() -> None:
    assert returned("form", "X") == [
        "X.float()", "X.double()", "X.squeeze()", "X.flatten()", "X.tolist()", "X.item()", "X.T", "X.unsqueeze(1)",
        "X.mean()", "X.sum()",
    ]  # fmt: skip


def test_a_lambda_has_a_result_too() -> None:
    lines = new_lines("form", "f = lambda X: X + 1\n")

    assert lines[0] == "f = lambda X: (X + 1).float()"


def test_a_written_or_converted_number_keeps_its_form() -> None:
    assert returned("form", "0.0") == []
    assert returned("form", "float(X)") == []


def test_numbers_are_converted_to_the_other_type() -> None:
    assert returned("number_type", "float(X)") == ["int(X)"]


def test_a_shape_becomes_a_row_a_column_or_flat() -> None:
    assert returned("number_type", "X.reshape(-1, 1)") == ["X.reshape(-1)", "X.reshape(1, -1)"]


def test_two_results_are_swapped_or_one_is_left() -> None:
    assert returned("tuple", "(X, y)") == ["(y, X)", "y", "X"]


def test_tensors_are_converted_at_the_start_and_annotated_numbers_are_not() -> None:
    text = "import torch\ndef f(X: torch.Tensor, lr: float, y):\n    return X\n"

    assert new_lines("float32", text) == ["X = X.float() after def f", "y = y.float() after def f"]


def test_a_new_tensor_gets_a_fixed_dtype() -> None:
    fixed = ["torch.arange(n, dtype=torch.float32)", "torch.arange(n, dtype=torch.float64)"]

    assert returned("dtype", "torch.arange(n)") == fixed
    assert returned("dtype", "torch.arange(n, dtype=X.dtype)") == fixed


def test_a_dtype_that_a_function_gives_by_itself_is_no_change() -> None:
    assert returned("dtype", "torch.zeros(3)") == ["torch.zeros(3, dtype=torch.float64)"]

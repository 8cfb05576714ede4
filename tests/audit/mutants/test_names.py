"""Mutants that read another variable."""

from __future__ import annotations

from tests.audit.mutants.made import new_lines


def test_a_step_is_forgotten() -> None:
    text = "import torch\ndef f(X):\n    low = X - X.max()\n    return torch.exp(low)\n"

    assert new_lines("earlier_name", text) == ["return torch.exp(X)"]


def test_a_variable_that_is_assigned_twice_stays() -> None:
    text = "def f(X):\n    n = X\n    n = n + 1\n    return n\n"

    assert new_lines("earlier_name", text) == []


def test_modules_functions_and_builtins_are_no_variables() -> None:
    text = "import torch\ndef f(X):\n    n = torch.arange(len(X))\n    return n\n"

    assert new_lines("earlier_name", text) == ["return X"]

"""Mutants of randomness."""

from __future__ import annotations

from tests.audit.mutants.made import new_lines


def test_a_constant_seed_is_set_for_each_generator_that_the_function_uses() -> None:
    text = "import random, torch\ndef f(X):\n    random.shuffle(X)\n    return torch.tensor(X)\n"

    assert new_lines("seed", text) == ["torch.manual_seed(0) after def f", "random.seed(0) after def f"]


def test_a_function_that_uses_no_generator_gets_no_seed() -> None:
    assert new_lines("seed", "import torch\ndef f(X):\n    return X\n") == []

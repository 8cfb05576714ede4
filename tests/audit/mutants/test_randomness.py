"""Mutants of randomness."""

from __future__ import annotations

import pytest

from tests.audit.mutants.made import new_lines


@pytest.mark.parametrize(
    ("draw", "seed"),
    [
        ("torch.randperm(9)", "torch.manual_seed(0)"),
        ("X.normal_()", "torch.manual_seed(0)"),
        ("random.shuffle(X)", "random.seed(0)"),
        ("np.random.permutation(X)", "np.random.seed(0)"),
    ],
)
def test_a_constant_seed_is_set_for_the_generator_that_the_function_uses(draw: str, seed: str) -> None:
    text = f"import random, torch\nimport numpy as np\ndef f(X):\n    return {draw}\n"

    assert new_lines("seed", text) == [f"{seed} after def f"]


def test_a_function_that_draws_nothing_gets_no_seed() -> None:
    assert new_lines("seed", "import torch\ndef f(X):\n    return torch.exp(X)\n") == []

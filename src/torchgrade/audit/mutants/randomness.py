"""Operators on randomness: the same numbers in every call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import altered, mentions, statement

_SEEDS = {"torch": "torch.manual_seed(0)", "random": "random.seed(0)", "np": "np.random.seed(0)"}


def constant_seed(node: ast.AST) -> Iterator[ast.AST]:
    """Set a constant seed at the start of a function that uses the generator's module."""
    if isinstance(node, ast.FunctionDef):
        for module, seed in _SEEDS.items():
            if any(mentions(part, module) for part in node.body):
                yield altered(node, body=[statement(seed), *node.body])

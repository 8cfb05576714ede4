"""Operators on randomness: the same numbers in every call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import altered, called, receiver, statement

_SEEDS = {"torch": "torch.manual_seed(0)", "random": "random.seed(0)", "np": "np.random.seed(0)"}
_DRAWS = {
    "randn", "rand", "randint", "randperm", "normal", "normal_", "uniform", "uniform_", "bernoulli", "multinomial",
    "randn_like", "rand_like", "shuffle", "sample", "choice", "choices", "permutation", "gauss", "random", "randrange",
    "DataLoader", "standard_normal", "dropout",
}  # fmt: skip


def constant_seed(node: ast.AST) -> Iterator[ast.AST]:
    """Set a constant seed at the start of a function that draws numbers."""
    if isinstance(node, ast.FunctionDef):
        drawn = {_generator(inner) for inner in ast.walk(node) if called(inner) in _DRAWS}
        for module, seed in _SEEDS.items():
            if module in drawn:
                yield altered(node, body=[statement(seed), *node.body])


def _generator(call: ast.AST) -> str:
    """Return the module whose generator a call uses; methods of tensors and bare names use the generator of torch."""
    if isinstance(call, ast.Call) and receiver(call) is None:
        module = ast.unparse(call.func).partition(".")[0]
        return module if module in _SEEDS else "torch"
    return "torch"

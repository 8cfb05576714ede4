"""What the tests of the operators share: the lines that one operator changes in a text."""

from __future__ import annotations

from torchgrade.audit.mutants import Mutant, mutants


def of(operator: str, text: str, function: str = "f") -> list[Mutant]:
    """Return the mutants that one operator makes of a text."""
    return [mutant for mutant in mutants(text, function, most=10_000) if mutant.operator == operator]


def new_lines(operator: str, text: str) -> list[str]:
    """Return what the changed lines became, in order."""
    return [mutant.change.partition(" -> ")[2] for mutant in of(operator, text)]


def returned(operator: str, expression: str) -> list[str]:
    """Return what one operator makes of an expression that a function returns."""
    text = f"import torch\ndef f(X, y):\n    return {expression}\n"
    return [line.removeprefix("return ") for line in new_lines(operator, text)]

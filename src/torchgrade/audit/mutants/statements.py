"""Operators on statements: a dropped statement, two swapped statements, a result that is not returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import prints, without

_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign)


def statement_dropped(block: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Drop a statement whose names are defined without it, such as `zero_grad()`."""
    for place, part in enumerate(block):
        if _can_go(part):
            yield without(block, place) or [ast.Pass()]


def statements_swapped(block: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Swap two neighbours if at least one is a call, such as `backward()` and `step()`."""
    for place in range(len(block) - 1):
        first, second = block[place : place + 2]
        if prints(first) or prints(second):
            continue
        if isinstance(first, _SIMPLE) and isinstance(second, _SIMPLE) and ast.Expr in (type(first), type(second)):
            yield [*block[:place], second, first, *block[place + 2 :]]


def not_returned(node: ast.AST) -> Iterator[ast.AST]:
    """Compute the result and do not return it."""
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Expr(node.value)


def _can_go(part: ast.stmt) -> bool:
    """Return whether a statement can be dropped without leaving a name undefined."""
    if isinstance(part, ast.Assign):
        return not any(isinstance(target, ast.Name | ast.Tuple | ast.List) for target in part.targets)
    if isinstance(part, ast.Expr):
        return not isinstance(part.value, ast.Constant) and not prints(part)
    return isinstance(part, ast.AugAssign | ast.Delete) or (isinstance(part, ast.If) and not part.orelse)

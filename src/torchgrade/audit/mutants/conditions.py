"""Operators on conditions: forced, negated, compared with another operator."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import altered, swapped, without

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
}  # fmt: skip


def condition(node: ast.AST) -> Iterator[ast.AST]:
    """Force a condition to either side, or negate it; a negated condition swaps the branches."""
    if isinstance(node, ast.If | ast.IfExp):
        for value in (True, False):
            yield altered(node, test=ast.Constant(value))
        yield altered(node, test=_negated(node.test))
    elif isinstance(node, ast.While):
        yield altered(node, test=ast.Constant(value=False))
    elif isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield altered(node, ifs=without(node.ifs, place))


def comparison(node: ast.AST) -> Iterator[ast.AST]:
    """Compare with another operator."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in _COMPARED[type(operator)]:
                yield altered(node, ops=swapped(node.ops, place, other()))


def connective(node: ast.AST) -> Iterator[ast.AST]:
    """Connect conditions with the other word, or drop one condition."""
    if isinstance(node, ast.BoolOp):
        yield altered(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for place in range(len(node.values)):
            rest = without(node.values, place)
            yield rest[0] if len(rest) == 1 else altered(node, values=rest)


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)

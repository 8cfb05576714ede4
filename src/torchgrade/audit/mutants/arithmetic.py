"""Operators on arithmetic: signs, operands, factors, constants and small numbers added."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import altered, called, plus, receiver, results, swapped

_OTHER: dict[type[ast.operator], type[ast.operator]] = {
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Pow: ast.Mult, ast.MatMult: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_OPPOSITE: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
_SMALL = (1e-8, 1e-4)


def sign(node: ast.AST) -> Iterator[ast.AST]:
    """Change a sign: replace plus by minus, drop a minus, negate the result."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _OPPOSITE:
        yield altered(node, op=_OPPOSITE[type(node.op)]())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield node.operand
    for value, put in results(node):
        if not isinstance(value, ast.Constant | ast.UnaryOp | ast.Yield):
            yield put(ast.UnaryOp(ast.USub(), value))


def operation(node: ast.AST) -> Iterator[ast.AST]:
    """Use another operation, and `=` for `+=`."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _OTHER:
        yield altered(node, op=_OTHER[type(node.op)]())
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def operand_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """Drop one side of an operation, such as the division by the batch size, or swap the sides."""
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
            yield altered(node, left=node.right, right=node.left)


def factor(node: ast.AST) -> Iterator[ast.AST]:
    """Multiply a result, a product or a quotient by 2 and by 0.5."""
    changed = [(value, put) for value, put in results(node) if not isinstance(value, ast.Constant)]
    for number in (2, 0.5):
        for value, put in changed:
            yield put(ast.BinOp(value, ast.Mult(), ast.Constant(number)))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
            yield ast.BinOp(node, ast.Mult(), ast.Constant(number))


def constant(node: ast.AST) -> Iterator[ast.AST]:
    """Use another number: one more or one less, twice, ten times, a tenth, the square."""
    if not isinstance(node, ast.Constant):
        return
    if type(node.value) is int:
        yield plus(node, 1)
        if node.value > 0:
            yield plus(node, -1)
    elif type(node.value) is float:
        number = node.value
        for value in (number * 2, number * 10, number / 10, number**2) if number else (1.0,):
            yield ast.Constant(value)


def small_number(node: ast.AST) -> Iterator[ast.AST]:
    """Add a small number to a denominator or to the argument of a logarithm."""
    for number in _SMALL:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield altered(node, right=ast.BinOp(node.right, ast.Add(), ast.Constant(number)))
        if isinstance(node, ast.Call) and called(node) in ("log", "log2", "log10"):
            value = receiver(node)
            if value is not None and isinstance(node.func, ast.Attribute):
                more = ast.BinOp(value, ast.Add(), ast.Constant(number))
                yield altered(node, func=altered(node.func, value=more))
            elif node.args:
                more = ast.BinOp(node.args[0], ast.Add(), ast.Constant(number))
                yield altered(node, args=swapped(node.args, 0, more))

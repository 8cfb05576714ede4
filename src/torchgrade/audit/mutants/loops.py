"""Operators on loops and generators: skipped rounds, statements on the wrong side, `yield` replaced."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import altered, expression, method, statement

_LOOPS = (ast.For, ast.While)


def rounds_left_out(node: ast.AST) -> Iterator[ast.AST]:
    """Stop after the first round, or skip the first or the last round."""
    if isinstance(node, _LOOPS):
        yield altered(node, body=[*node.body, ast.Break()])
    if isinstance(node, ast.For | ast.comprehension):
        for part in ("[1:]", "[:-1]"):
            chosen = expression(f"list(){part}")
            if isinstance(chosen, ast.Subscript):
                every = ast.Call(ast.Name("list", ast.Load()), [node.iter], [])
                yield altered(node, iter=altered(chosen, value=every))


def continued(node: ast.AST) -> Iterator[ast.AST]:
    """Replace `break` by `continue`, and the reverse."""
    if isinstance(node, ast.Break):
        yield ast.Continue()
    if isinstance(node, ast.Continue):
        yield ast.Break()


def indentation(block: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Put the neighbours of a loop into it, or a part of a loop or condition outside."""
    for place, part in enumerate(block):
        before, after = block[:place], block[place + 1 :]
        if isinstance(part, _LOOPS):
            if after and isinstance(after[0], ast.Return | ast.Expr | ast.Assign | ast.AugAssign):
                yield [*before, altered(part, body=[*part.body, after[0]]), *after[1:]]
            if before and isinstance(before[-1], ast.Assign):
                yield [*before[:-1], altered(part, body=[before[-1], *part.body]), *after]
            if len(part.body) > 1 and isinstance(part.body[0], ast.Assign):
                yield [*before, part.body[0], altered(part, body=part.body[1:]), *after]
        if isinstance(part, ast.For | ast.While | ast.If) and len(part.body) > 1 and not part.orelse:
            yield [*before, altered(part, body=part.body[:-1]), part.body[-1], *after]


def returned(node: ast.AST) -> Iterator[ast.AST]:
    """Return the first value in place of a `yield`."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
        yield ast.Return(node.value.value)


def listed(node: ast.AST) -> Iterator[ast.AST]:
    """Collect the values in a list and return it in place of a generator."""
    if isinstance(node, ast.FunctionDef) and any(isinstance(inner, ast.Yield) for inner in ast.walk(node)):
        collected = [_Collected().visit(ast.parse(ast.unparse(part)).body[0]) for part in node.body]
        yield altered(node, body=[statement("found = []"), *collected, statement("return found")])


class _Collected(ast.NodeTransformer):
    def visit_Yield(self, node: ast.Yield) -> ast.AST:
        return method(ast.Name("found", ast.Load()), "append", node.value or ast.Constant(None))

"""Operators on calls and parameters: keywords, flags, order of arguments, defaults."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import altered, called, swapped, without

_ELSEWHERE = ("dim", "axis", "keepdim", "keepdims")
"""Keywords that operators on reductions change."""


def keyword_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """Drop a keyword argument."""
    if isinstance(node, ast.Call):
        for place, keyword in enumerate(node.keywords):
            if keyword.arg is not None and keyword.arg not in _ELSEWHERE:
                yield altered(node, keywords=without(node.keywords, place))


def flag_flipped(node: ast.AST) -> Iterator[ast.AST]:
    """Flip a flag of a call, such as `shuffle`."""
    if not isinstance(node, ast.Call):
        return
    for place, keyword in enumerate(node.keywords):
        flag = isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool)
        if keyword.arg not in _ELSEWHERE and (flag or keyword.arg == "shuffle"):
            yield altered(node, keywords=swapped(node.keywords, place, altered(keyword, value=_negated(keyword.value))))
    for place, argument in enumerate(node.args):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, bool):
            yield altered(node, args=swapped(node.args, place, _negated(argument)))


def last_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """Tell a data loader to drop the last batch."""
    if not isinstance(node, ast.Call) or called(node) != "DataLoader":
        return
    if all(keyword.arg != "drop_last" for keyword in node.keywords):
        yield altered(node, keywords=[*node.keywords, ast.keyword("drop_last", ast.Constant(value=True))])


def star_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """Pass the collection itself instead of its elements as arguments."""
    if isinstance(node, ast.Call):
        for place, argument in enumerate(node.args):
            if isinstance(argument, ast.Starred):
                yield altered(node, args=swapped(node.args, place, argument.value))


def arguments_swapped(node: ast.AST) -> Iterator[ast.AST]:
    """Swap two neighbouring arguments of a call, or drop the last one."""
    if isinstance(node, ast.Call) and len(node.args) > 1 and called(node) not in ("isinstance", "getattr", "hasattr"):
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            return
        for place in range(len(node.args) - 1):
            first, second = node.args[place : place + 2]
            yield altered(node, args=[*node.args[:place], second, first, *node.args[place + 2 :]])
        yield altered(node, args=node.args[:-1])


def other_default(node: ast.AST) -> Iterator[ast.AST]:
    """Give a parameter another default."""
    if not isinstance(node, ast.arguments):
        return
    for place, default in enumerate(node.defaults):
        for other in _others(default):
            yield altered(node, defaults=swapped(node.defaults, place, other))
    for place, only in enumerate(node.kw_defaults):
        for other in _others(only):
            kept: list[ast.expr | None] = [*node.kw_defaults[:place], other, *node.kw_defaults[place + 1 :]]
            yield altered(node, kw_defaults=kept)


def _others(default: ast.expr | None) -> Iterator[ast.expr]:
    """Yield other defaults; other operators change numbers."""
    if isinstance(default, ast.Constant):
        if isinstance(default.value, bool):
            yield ast.Constant(not default.value)
        elif default.value is None:
            yield ast.Constant(0)


def _negated(value: ast.expr) -> ast.expr:
    if isinstance(value, ast.Constant):
        return ast.Constant(not value.value)
    return ast.UnaryOp(ast.Not(), value)

"""Operators on reductions and elementwise functions: dimensions, `keepdim`, similar functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import MODULES, altered, called, integer, receiver, renamed, swapped, without

_REDUCE = {
    "sum", "mean", "max", "min", "amax", "amin", "argmax", "argmin", "logsumexp", "prod", "std", "var", "norm",
    "median", "all", "any",
}  # fmt: skip
_OVER_DIM = _REDUCE | {
    "cumsum", "unsqueeze", "squeeze", "gather", "cat", "stack", "index_select", "size",
    "sort", "argsort", "flip", "transpose", "take_along_dim",
}  # fmt: skip
_OTHERS = {
    "sum": ("mean",), "mean": ("sum",), "max": ("min",), "min": ("max",), "amax": ("amin",), "amin": ("amax",),
    "argmax": ("argmin",), "argmin": ("argmax",),
    "exp": ("exp2", "expm1", "log"), "log": ("log2", "log10", "log1p", "exp"),
    "logsumexp": ("sum",), "std": ("var",), "var": ("std",),
    "zeros": ("ones",), "ones": ("zeros",), "zeros_like": ("ones_like",), "ones_like": ("zeros_like",),
    "randn": ("rand",), "normal": ("rand",), "normal_": ("uniform_",), "randperm": ("arange",), "add_": ("sub_",),
    "sub_": ("add_",), "add": ("sub",), "sub": ("add",), "mul": ("div",), "div": ("mul",), "mul_": ("div_",),
    "div_": ("mul_",), "matmul": ("mul",), "square": ("abs",), "abs": ("square",), "sqrt": ("square",),
}  # fmt: skip
_DIMS = ("dim", "axis")


def other_dim(node: ast.AST) -> Iterator[ast.AST]:
    """Reduce over another dimension, or over all dimensions."""
    if not isinstance(node, ast.Call) or called(node) not in _OVER_DIM:
        return
    for place, keyword in enumerate(node.keywords):
        value = integer(keyword.value)
        if keyword.arg in _DIMS and value is not None:
            other = altered(keyword, value=ast.Constant(1 if value == 0 else 0))
            yield altered(node, keywords=swapped(node.keywords, place, other))
            yield altered(node, keywords=[k for k in node.keywords if k.arg not in (*_DIMS, "keepdim", "keepdims")])
    for place, argument in enumerate(node.args):
        value = integer(argument)
        if value is not None:
            yield altered(node, args=swapped(node.args, place, ast.Constant(1 if value == 0 else 0)))
            if called(node) in _REDUCE:
                kept = [k for k in node.keywords if k.arg not in ("keepdim", "keepdims")]
                yield altered(node, args=node.args[:place], keywords=kept)


def other_keepdim(node: ast.AST) -> Iterator[ast.AST]:
    """Drop or flip `keepdim`, or add it to a reduction over one dimension."""
    if not isinstance(node, ast.Call):
        return
    for place, keyword in enumerate(node.keywords):
        if keyword.arg in ("keepdim", "keepdims"):
            yield altered(node, keywords=without(node.keywords, place))
            return
    over_one = any(k.arg in _DIMS for k in node.keywords) or any(integer(a) is not None for a in node.args)
    if called(node) in _REDUCE and over_one:
        yield altered(node, keywords=[*node.keywords, ast.keyword("keepdim", ast.Constant(value=True))])


def other_function(node: ast.AST) -> Iterator[ast.AST]:
    """Call a function that a student may confuse with the right one."""
    if isinstance(node, ast.Call):
        for name in _OTHERS.get(called(node), ()):
            yield renamed(node, name)
    elif isinstance(node, ast.Attribute) and node.attr in ("values", "indices"):
        yield altered(node, attr="indices" if node.attr == "values" else "values")


def call_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """Use the argument of a call, or the object of a method or attribute, in place of the result."""
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and node.attr in ("values", "T", "data", "mT")
    ):
        yield node.value
    if not isinstance(node, ast.Call):
        return
    value = receiver(node)
    if value is not None:
        yield value
    elif node.args and not isinstance(node.args[0], ast.Starred) and _is_function(node.func):
        yield node.args[0]


def _is_function(func: ast.expr) -> bool:
    """Return whether a call is a function of a number or a tensor, so that its argument can replace the result."""
    if isinstance(func, ast.Name):
        return func.id in ("float", "int", "list", "abs", "reversed", "enumerate", "sum", "max", "min", "round")
    sized = {"zeros", "ones", "randn", "rand", "arange", "randperm", "tensor", "no_grad", "empty", "full", "normal"}
    return isinstance(func, ast.Attribute) and ast.unparse(func.value) in MODULES and func.attr not in sized

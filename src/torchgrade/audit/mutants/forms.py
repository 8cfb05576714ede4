"""Operators on the form of results: dtype, shape, type, number and order of values."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import (
    altered,
    called,
    expression,
    method,
    parameters,
    renamed,
    results,
    statement,
    swapped,
    without,
)

_FORMS = ("float", "double", "squeeze", "flatten", "tolist", "item", "T", "unsqueeze", "mean", "sum")
_FLOATS = {"zeros", "ones", "randn", "rand", "empty", "eye", "normal"}
"""Functions that make float32 tensors by default."""
_WITH_DTYPE = {*_FLOATS, "arange", "tensor", "full", "randperm", "as_tensor"}
_DTYPES = ("torch.float32", "torch.float64")
_TYPES = {"float": "int", "int": "float"}


def other_form(node: ast.AST) -> Iterator[ast.AST]:
    """Return the result with another dtype, shape or type."""
    for name in _FORMS:
        for value, put in results(node):
            if isinstance(value, ast.Constant) or called(value) in _TYPES:
                continue
            if name == "T":
                yield put(ast.Attribute(value, "T", ast.Load()))
            elif name == "unsqueeze":
                yield put(method(value, name, ast.Constant(1)))
            else:
                yield put(method(value, name))


def other_number_type(node: ast.AST) -> Iterator[ast.AST]:
    """Convert to the other type of number."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TYPES:
        yield renamed(node, _TYPES[node.func.id])
    if isinstance(node, ast.Call) and called(node) in ("reshape", "view"):
        for shape in ("-1", "1, -1", "-1, 1"):
            new = expression(f"f({shape})")
            if isinstance(new, ast.Call):
                yield altered(node, args=new.args)


def other_tuple(node: ast.AST) -> Iterator[ast.AST]:
    """Swap two results, drop one result, or return one result alone."""
    value = node.value if isinstance(node, ast.Return | ast.Yield) else None
    if isinstance(value, ast.Tuple) and len(value.elts) > 1:
        yield altered(node, value=altered(value, elts=[value.elts[1], value.elts[0], *value.elts[2:]]))
        for place in range(len(value.elts)):
            rest = without(value.elts, place)
            yield altered(node, value=rest[0] if len(rest) == 1 else altered(value, elts=rest))


def fixed_float32(node: ast.AST) -> Iterator[ast.AST]:
    """Convert an argument to float32 at the start of the function."""
    if isinstance(node, ast.FunctionDef):
        for parameter in parameters(node):
            if parameter.annotation is None or ast.unparse(parameter.annotation).endswith("Tensor"):
                name = parameter.arg
                yield altered(node, body=[statement(f"{name} = {name}.float()"), *node.body])


def fixed_dtype(node: ast.AST) -> Iterator[ast.AST]:
    """Fix the dtype of a new tensor."""
    if not isinstance(node, ast.Call) or called(node) not in _WITH_DTYPE:
        return
    for dtype in _DTYPES:
        keyword = ast.keyword("dtype", expression(dtype))
        for place, present in enumerate(node.keywords):
            if present.arg == "dtype":
                yield altered(node, keywords=swapped(node.keywords, place, keyword))
                break
        else:
            if called(node) not in _FLOATS or dtype != "torch.float32":
                yield altered(node, keywords=[*node.keywords, keyword])

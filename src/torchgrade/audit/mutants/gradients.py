"""Operators on gradients: `detach` added, `no_grad` added or dropped, changes in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from torchgrade.audit.mutants.nodes import (
    MODULES,
    altered,
    called,
    expression,
    method,
    parameters,
    receiver,
    renamed,
    results,
    swapped,
    without,
)

_NUMBERS = {"len", "int", "float", "range", "item", "numel", "size", "isinstance"}
_METHODS = {ast.Sub: "sub", ast.Add: "add", ast.Mult: "mul", ast.Div: "div"}
_CHANGING = {"sub_", "add_", "mul_", "div_"}
_ELEMENTWISE = {"exp", "log", "sub", "add", "mul", "div", "clamp", "neg", "sqrt", "abs", "square", "sigmoid", "relu"}


def detached(node: ast.AST) -> Iterator[ast.AST]:
    """Detach an operand, an argument of a function of torch, or the result from the graph."""
    if isinstance(node, ast.BinOp):
        if _may_be_tensor(node.left):
            yield altered(node, left=method(node.left, "detach"))
        if _may_be_tensor(node.right):
            yield altered(node, right=method(node.right, "detach"))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in MODULES:
        for place, argument in enumerate(node.args):
            if _may_be_tensor(argument):
                yield altered(node, args=swapped(node.args, place, method(argument, "detach")))
    for value, put in results(node):
        if _may_be_tensor(value):
            yield put(method(value, "detach"))


def no_grad_added(node: ast.AST) -> Iterator[ast.AST]:
    """Turn gradients off in the whole function."""
    if isinstance(node, ast.FunctionDef) and parameters(node) and not _is_quiet(node):
        if len(node.body) == 1 and _is_quiet(node.body[0]):
            return
        off = ast.With([ast.withitem(expression("torch.no_grad()"))], node.body, lineno=node.lineno)
        yield altered(node, body=[off])


def no_grad_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """Drop the decorator that turns gradients off."""
    if isinstance(node, ast.FunctionDef):
        for place, decorator in enumerate(node.decorator_list):
            if _is_no_grad(decorator):
                yield altered(node, decorator_list=without(node.decorator_list, place))


def no_grad_block_dropped(block: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Keep the statements of a `with torch.no_grad()`, without the `with`."""
    for place, part in enumerate(block):
        if isinstance(part, ast.With) and _is_quiet(part):
            yield [*block[:place], *part.body, *block[place + 1 :]]


def in_place(node: ast.AST) -> Iterator[ast.AST]:
    """Change a variable in place instead of computing a new tensor."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Name) and ast.unparse(value.left) == target.id and _may_be_tensor(value.right):
            yield ast.AugAssign(target, value.op, value.right)
    if isinstance(node, ast.BinOp) and type(node.op) in _METHODS and isinstance(node.left, ast.Name):
        yield method(node.left, _METHODS[type(node.op)] + "_", node.right)
    if isinstance(node, ast.Call) and called(node) in _ELEMENTWISE and isinstance(node.func, ast.Attribute):
        if receiver(node) is not None:
            yield renamed(node, called(node) + "_")
        elif node.args and isinstance(node.args[0], ast.Name):
            yield method(node.args[0], called(node) + "_", *node.args[1:])


def not_in_place(node: ast.AST) -> Iterator[ast.AST]:
    """Bind the name to a new tensor instead of changing a tensor in place."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and _may_be_tensor(node.value):
        new = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        yield ast.Assign([node.target], new, lineno=node.lineno)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called(node.value) in _CHANGING:
        value = receiver(node.value)
        if isinstance(value, ast.Name) and node.value.args:
            new_call = renamed(node.value, called(node.value).removesuffix("_"))
            yield ast.Assign([ast.Name(value.id, ast.Store())], new_call, lineno=node.lineno)
            yield altered(node, value=new_call)


def quiet(tree: ast.AST) -> set[ast.AST]:
    """Return the nodes for which gradients are already off, so that operators do not turn them off again."""
    return {inner for node in ast.walk(tree) if _is_quiet(node) for inner in ast.walk(node)}


def _is_quiet(node: ast.AST) -> bool:
    if isinstance(node, ast.With):
        return all(_is_no_grad(item.context_expr) for item in node.items)
    return isinstance(node, ast.FunctionDef) and any(map(_is_no_grad, node.decorator_list))


def _is_no_grad(node: ast.expr) -> bool:
    name = ast.unparse(node.func if isinstance(node, ast.Call) else node)
    return name.rpartition(".")[2] in ("no_grad", "inference_mode")


def _may_be_tensor(node: ast.expr) -> bool:
    """Return whether an expression can be a tensor; a size or a written number cannot."""
    if isinstance(node, ast.Constant | ast.UnaryOp | ast.Tuple | ast.List | ast.Starred | ast.Compare | ast.Yield):
        return False
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(".shape"):
        return False
    return called(node) not in _NUMBERS and not ast.unparse(node).endswith(".shape")

"""Small builders and readers of syntax trees that several operators share."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
MODULES = {"torch", "np", "numpy", "math", "F", "random", "nn"}


def altered(node: Node, **fields: object) -> Node:
    """Return a copy of the node with other fields; the copy shares the children."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def swapped(items: list[Node], place: int, new: Node) -> list[Node]:
    """Return a copy of the list with another item at one place."""
    return [*items[:place], new, *items[place + 1 :]]


def without(items: list[Node], place: int) -> list[Node]:
    """Return a copy of the list without the item at one place."""
    return [*items[:place], *items[place + 1 :]]


def expression(text: str) -> ast.expr:
    """Parse an expression."""
    return ast.parse(text, mode="eval").body


def statement(text: str) -> ast.stmt:
    """Parse one statement."""
    return ast.parse(text).body[0]


def method(value: ast.expr, name: str, *arguments: ast.expr) -> ast.Call:
    """Return the call of a method."""
    return ast.Call(ast.Attribute(value, name, ast.Load()), list(arguments), [])


def called(node: ast.AST) -> str:
    """Return the last part of the name that a call uses; return an empty text for any other node."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            return node.func.attr
        if isinstance(node.func, ast.Name):
            return node.func.id
    return ""


def receiver(node: ast.AST) -> ast.expr | None:
    """Return the object whose method is called; return None for functions, also for functions of a module."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        value = node.func.value
        root = value
        while isinstance(root, ast.Attribute):
            root = root.value
        if not (isinstance(root, ast.Name) and root.id in MODULES):
            return value
    return None


def renamed(node: ast.Call, name: str) -> ast.Call:
    """Return the same call under another name."""
    if isinstance(node.func, ast.Attribute):
        return altered(node, func=altered(node.func, attr=name))
    return altered(node, func=ast.Name(name, ast.Load()))


def integer(node: ast.AST) -> int | None:
    """Return the value of a written integer, with its sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = integer(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None


def plus(node: ast.expr, number: int) -> ast.expr:
    """Return the expression plus a number; compute the sum if the expression is a written integer."""
    value = integer(node)
    if value is not None:
        return ast.Constant(value + number)
    operator = ast.Add() if number > 0 else ast.Sub()
    return ast.BinOp(node, operator, ast.Constant(abs(number)))


def results(node: ast.AST) -> Iterator[tuple[ast.expr, Callable[[ast.expr], ast.AST]]]:
    """Yield each value that a return, a yield or a lambda gives, and a function that replaces this value."""
    field = "body" if isinstance(node, ast.Lambda) else "value"
    if not isinstance(node, ast.Return | ast.Yield | ast.Lambda) or getattr(node, field) is None:
        return
    value: ast.expr = getattr(node, field)
    if not isinstance(value, ast.Tuple):
        yield value, lambda new: altered(node, **{field: new})
        return
    for place, element in enumerate(value.elts):

        def put(new: ast.expr, place: int = place) -> ast.AST:
            return altered(node, **{field: altered(value, elts=swapped(value.elts, place, new))})

        yield element, put


def parameters(node: ast.FunctionDef) -> list[ast.arg]:
    """Return the parameters without `self` and `cls`, and without starred parameters."""
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [argument for argument in named if argument.arg not in ("self", "cls")]


def prints(node: ast.AST) -> bool:
    """Return whether a statement only prints, so that no check can see a change in it."""
    return isinstance(node, ast.Expr) and called(node.value) == "print" and receiver(node.value) is None

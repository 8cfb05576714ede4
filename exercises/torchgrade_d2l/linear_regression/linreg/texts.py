"""Symptoms of ``linreg`` that the text of the function shows."""

from __future__ import annotations

import ast

from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name

_FUNCTIONS = (ast.FunctionDef, ast.Lambda)


def outside(tried: Tried) -> bool | dict[str, Value]:
    """Return the parameter that the function never reads, and a variable of the file that it reads instead."""
    parameters = tried.written.parameters
    tree = ast.parse(tried.written.text)
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in ast.walk(node)
        if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
    }
    for function in (node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)):
        names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        names.sort(key=lambda name: (name.lineno, name.col_offset))
        own = tuple(one.arg for one in function.args.args if one.arg != "self")
        if own[: len(parameters)] != parameters:
            continue
        stored = {name.id for name in names if isinstance(name.ctx, ast.Store)}
        read = [name.id for name in names if isinstance(name.ctx, ast.Load)]
        other = next((name for name in read if name in assigned - stored - set(own)), None)
        unread = next((name for name in parameters if name not in read), None)
        if other is not None and unread is not None:
            return {"name": show_name(other), "parameter": show_name(unread)}
    return False


def inside(tried: Tried) -> bool:
    """Return whether the function reads all its parameters, or no variable of the file."""
    return not outside(tried)


def starts_with_weights(tried: Tried) -> bool:
    """Return whether the first parameter of the function is called like weights or a bias, not like examples."""
    return tried.written.parameters[0].lower().startswith(("w", "b", "theta", "param"))


def replaces_parameters(tried: Tried) -> bool | dict[str, Value]:
    """Return the first of the last two parameters that gets a new value before the function reads it."""
    tree = ast.parse(tried.written.text)
    parameters = tried.written.parameters
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if tuple(one.arg for one in function.args.args)[: len(parameters)] != parameters:
            continue
        for name in parameters[1:]:
            if _is_replaced(function, name):
                return {"parameter": show_name(name)}
    return False


def _is_replaced(function: ast.FunctionDef, name: str) -> bool:
    """Return whether a statement of the function's body is the first with this name, and assigns without reading it."""
    for statement in function.body:
        uses = [node.ctx for node in ast.walk(statement) if isinstance(node, ast.Name) and node.id == name]
        if uses:
            stores = [isinstance(use, ast.Store) for use in uses]
            return isinstance(statement, ast.Assign) and all(stores)
    return False

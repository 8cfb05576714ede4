"""Operator on variables: a forgotten step, because the code reads the variable from before that step."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator

from torchgrade.audit.mutants.nodes import MODULES


def earlier_name(tree: ast.AST) -> Callable[[ast.AST], Iterator[ast.AST]]:
    """Return the operator for a module, which replaces a variable by a variable that it was computed from."""
    earlier: dict[ast.AST, list[str]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            sources = _sources(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in sources:
                    earlier[node] = sources[node.id]

    def operator(node: ast.AST) -> Iterator[ast.AST]:
        for name in earlier.get(node, ()):
            yield ast.Name(name, ast.Load())

    return operator


def _sources(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, list[str]]:
    """Return the variables that the value of each variable reads, for variables that are assigned once."""
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
    return {name: _variables(value[0], name) for name, value in values.items() if len(value) == 1}


def _variables(value: ast.expr, name: str) -> list[str]:
    functions = {id(node.func) for node in ast.walk(value) if isinstance(node, ast.Call)}
    found = [
        node.id
        for node in ast.walk(value)
        if isinstance(node, ast.Name) and id(node) not in functions and node.id not in (*MODULES, name)
    ]
    return [found_name for found_name in dict.fromkeys(found) if not hasattr(builtins, found_name)]

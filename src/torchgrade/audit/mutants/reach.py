"""Code that mutants may change: everything that a function reaches in its module, without imports and annotations."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from torchgrade.audit.mutants.nodes import prints

_NEVER = (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Assert, ast.Raise)
"""Statements without a place for a mistake that a check can see."""
_APART = {"annotation", "returns", "decorator_list", "type_comment", "type_params", "bases"}
"""Fields that contain no computation."""
_DIMS = ("dim", "axis", "keepdim", "keepdims")
"""Keywords whose values only the operators on reductions change, because other numbers are not dimensions."""


class Site(NamedTuple):
    """Place of a node, or of a block of statements if `place` is None and the field contains a list of statements."""

    parent: ast.AST
    field: str
    place: int | None

    def get(self) -> object:
        """Return the content of the place."""
        value = getattr(self.parent, self.field)
        return value if self.place is None else value[self.place]

    def put(self, new: object) -> None:
        """Put a new node or block in the place."""
        if self.place is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.place] = new


def without_docstrings(tree: ast.Module) -> ast.Module:
    """Remove the docstrings of a tree; put `pass` into a body that is then empty."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or ([] if isinstance(node, ast.Module) else [ast.Pass()])
    return tree


def reached(tree: ast.Module, function: str) -> list[int]:
    """Return the places of the top-level statements that the function needs; the last of two equal names counts."""
    defined: dict[str, int] = {}
    for place, statement in enumerate(tree.body):
        if not isinstance(statement, _NEVER):
            defined.update((name, place) for name in _names_of(statement))
    if function not in defined:
        raise ValueError(f"the text does not define {function}")
    found: set[int] = set()
    waiting = [function]
    while waiting:
        place = defined.get(waiting.pop(), -1)
        if place >= 0 and place not in found:
            found.add(place)
            waiting += _read_by(tree.body[place])
    return sorted(found)


def sites(parent: ast.AST, field: str, place: int | None) -> Iterator[Site]:
    """Yield the places of a node and of its descendants, in the order of the text."""
    here = Site(parent, field, place)
    node = here.get()
    if not isinstance(node, ast.AST) or isinstance(node, _NEVER) or prints(node):
        return
    yield here
    if isinstance(node, ast.keyword) and node.arg in _DIMS:
        return
    for name, value in ast.iter_fields(node):
        if name in _APART or (isinstance(node, ast.AnnAssign) and name == "target"):
            continue
        if isinstance(value, list):
            if value and all(isinstance(item, ast.stmt) for item in value):
                yield Site(node, name, None)
            for index in range(len(value)):
                yield from sites(node, name, index)
        else:
            yield from sites(node, name, None)


def _names_of(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a top-level statement binds; a name of an attribute has a leading dot."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
                elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    yield f".{node.attr}"


def _read_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement reads outside annotations; decorators count, because they run."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield f".{node.attr}"
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns"):
                items = value if isinstance(value, list) else [value]
                waiting += [item for item in items if isinstance(item, ast.AST)]

"""Assignments that reuse the name of a function for data: ``data_iter = load_array(...)`` defines nothing."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from torchgrade.submissions.definition import dotted, last_name
from torchgrade.submissions.items import Item, ItemKind

if TYPE_CHECKING:
    from torchgrade.submissions.outline import Outline

_MAKES_FUNCTIONS = frozenset(
    {"partial", "compile", "script", "trace", "vectorize", "vmap", "cache", "lru_cache", "wraps"}
)

_DATA = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.Compare, ast.List, ast.Dict, ast.ListComp)


def _has_number(node: ast.Subscript) -> bool:
    """Say whether something is taken out by its place: ``metric[0]`` is a number, functions are kept by name."""
    return isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int)


def _is_data(node: ast.stmt, name: str) -> bool:
    """Say whether what is assigned is the result of a computation and not a function.

    A call with the name among its arguments wraps the function; one with a capital makes an object, which may
    be callable, unless it is a loader of data or an optimizer of torch.
    """
    if isinstance(node, ast.AugAssign):
        return True
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    value = _assigned(node, name)
    if not isinstance(value, ast.Call):
        return isinstance(value, _DATA) or (isinstance(value, ast.Subscript) and _has_number(value))
    made_by = last_name(value.func)
    handed_on = (*value.args, *(keyword.value for keyword in value.keywords))
    if any(isinstance(argument, ast.Name) and argument.id == name for argument in handed_on):
        return False
    if made_by[:1].isupper():
        return made_by.endswith("Loader") or "optim" in (dotted(value.func) or "").split(".")
    return made_by not in _MAKES_FUNCTIONS


def _assigned(node: ast.Assign | ast.AnnAssign, name: str) -> ast.expr | None:
    """Return what a name gets, where the text puts several values beside several names its own."""
    value = node.value
    target = node.targets[-1] if isinstance(node, ast.Assign) else node.target
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        pairs = zip(target.elts, value.elts, strict=False)
        return next((one for part, one in pairs if isinstance(part, ast.Name) and part.id == name), value)
    return value


def without_data(outline: Outline, name: str) -> Outline:
    """Return the outline in which assignments of data to the name, behind its definition, do not bind it.

    A chapter that is handed in whole uses names twice: it writes the generator ``data_iter`` and later puts a
    ready-made loader in a variable of that name.
    """
    bound = outline.bindings.get(name, [])
    first = min((item.order for item in bound if item.kind is ItemKind.DEFINITION and not item.guarded), default=None)
    if first is None:
        return outline

    def binds(item: Item) -> bool:
        return not (item.kind is ItemKind.ASSIGNMENT and item.order > first and _is_data(item.node, name))

    return replace(outline, bindings={**outline.bindings, name: [item for item in bound if binds(item)]})

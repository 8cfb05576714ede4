"""Symptoms of a name that has no value yet."""

from __future__ import annotations

import ast
import re

from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name

_LONGEST = 400
"""Most characters of an exception that are searched."""


def unbound_name(tried: Tried) -> bool | dict[str, Value]:
    """Return the name without a value."""
    name = _name_without_value(tried)
    return {"name": show_name(name)} if name else False


def _name_without_value(tried: Tried) -> str:
    match = re.search(r"UnboundLocalError: .*?'(\w+)'", tried.raised[:_LONGEST])
    return match[1] if match else ""


def adds_up(tried: Tried) -> bool:
    """Return whether the line adds something to the name without a value."""
    name = _name_without_value(tried)
    return bool(name) and re.search(rf"\b{name}\s*(?:[-+*/]=|=\s*{name}\s*\+)", tried.raised_at) is not None


def bound_in_branch(tried: Tried) -> bool:
    """Return whether the name without a value is assigned inside an ``if``, and nowhere else."""
    name, tree = _name_without_value(tried), ast.parse(tried.written.text)
    everywhere = _assignments(tree, name)
    branches = [_assignments(node, name) for node in ast.walk(tree) if isinstance(node, ast.If)]
    return bool(everywhere) and everywhere == set().union(*branches)


def _assignments(tree: ast.AST, name: str) -> set[ast.AST]:
    """Return where the name gets a value; ``+=`` gives none to a name without a value."""
    nodes = list(ast.walk(tree))
    added_to = {node.target for node in nodes if isinstance(node, ast.AugAssign)}
    names = {node for node in nodes if isinstance(node, ast.Name) and node.id == name}
    return {node for node in names - added_to if isinstance(node.ctx, ast.Store)}

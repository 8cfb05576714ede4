"""Library functions that the reached code mentions, with resolved import aliases."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from torchgrade.slicing.definition import dotted, last_name
from torchgrade.slicing.items import ItemKind, evaluated
from torchgrade.slicing.lifting import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from torchgrade.slicing.lifting import Lifted
    from torchgrade.slicing.outline import Outline
    from torchgrade.slicing.reach import Reach

_BY_NAME = frozenset({"getattr", "attrgetter", "methodcaller"})
_REPLACING = (ItemKind.DEFINITION, ItemKind.ASSIGNMENT)
_BUILTINS = frozenset(dir(builtins))


def _aliases(
    imports: Iterable[ast.Import | ast.ImportFrom],
) -> tuple[dict[str, set[str]], set[str]]:
    """Return the full names of each imported name, and the modules of star imports."""
    names: dict[str, set[str]] = {}
    stars: set[str] = set()
    for node in imports:
        for alias in node.names:
            if isinstance(node, ast.Import):
                top = alias.name.partition(".")[0]
                names.setdefault(alias.asname or top, set()).add(alias.name if alias.asname else top)
            elif alias.name == "*":
                stars.add(node.module or "")
            else:
                whole = f"{node.module}.{alias.name}" if node.module else alias.name
                names.setdefault(alias.asname or alias.name, set()).add(whole)
    return names, stars


def references(
    nodes: Iterable[ast.AST],
    loads: Iterable[str],
    own: Iterable[str],
    wanted: Iterable[str] = (),
    *,
    methods: Iterable[str] = (),
    replaced: Iterable[str] = (),
) -> frozenset[str]:
    """Return the dotted names in some code.

    An imported name has its full name: ``torch.nn.functional.relu`` for ``F.relu``. An attribute of an object that is
    not an import has the form ``.relu``. A string argument of ``getattr`` has the same form. A bare name that only a
    star import can bind has the module as prefix.

    Imported names that are never used are left out. Methods that a class in the code defines are left out too. The
    record of the call shows the real function of such a method.

    :param loads: names that the code looks up among the globals.
    :param own: names that the file binds itself.
    :param wanted: names that are used from outside.
    :param methods: names of methods whose class is not in the code as a whole.
    :param replaced: imported names to which the file gives another value later.
    """
    parts = [part for node in nodes for part in ast.walk(node)]
    used = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}.union(wanted)
    own_methods = {"." + name for name in {*methods, *_methods(parts)}}
    aliases, stars = _aliases(p for p in parts if isinstance(p, ast.Import | ast.ImportFrom))
    aliases = {name: meant for name, meant in aliases.items() if name not in set(replaced)}
    known = _BUILTINS.union(own, aliases)
    found: set[str] = {whole for name, meant in aliases.items() if name in used for whole in meant}
    found.update(f"{module}.{name}" for module in stars for name in loads if name not in known)
    for part in parts:
        if isinstance(part, ast.Attribute):
            found.update(name for name in _attribute(part, aliases) if name not in own_methods)
        elif isinstance(part, ast.Call) and last_name(part.func) in _BY_NAME:
            texts = (a.value for a in part.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
            found.update("." + text.rpartition(".")[2] for text in texts)
    return frozenset(found)


def _methods(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names of the methods that the classes among the nodes define."""
    bodies = (node.body for node in nodes if isinstance(node, ast.ClassDef))
    return {one.name for body in bodies for one in body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def _replaced(outline: Outline) -> set[str]:
    """Return the imported names that a later definition or assignment at top level replaces in any case."""
    found = set()
    for name, items in outline.bindings.items():
        last = max((item.order for item in items if item.kind is ItemKind.IMPORT), default=None)
        later = [item for item in items if last is not None and item.order > last]
        if any(item.kind in _REPLACING and not (item.conditional or item.guarded) for item in later):
            found.add(name)
    return found


def _attribute(node: ast.Attribute, aliases: dict[str, set[str]]) -> list[str]:
    whole = dotted(node)
    if whole is None:
        return ["." + node.attr]
    base, _, rest = whole.partition(".")
    return [f"{meant}.{rest}" for meant in aliases[base]] if base in aliases else ["." + node.attr]


def references_of(reaches: Sequence[Reach], wanted: set[str], taken: Lifted | None, exercise: str) -> frozenset[str]:
    """Return the dotted names in the reached code of all modules.

    :param wanted: names that are used from outside.
    :param taken: conversion of a nested definition into a function, or None.
    """
    found: set[str] = set()
    for reach in reaches:
        nodes = [node for item in reach.live for node in evaluated(item)]
        methods = _methods(nodes)
        if taken and taken.methods:
            # Keep only the executed parts, because other methods of the class may use functions that this exercise
            # forbids.
            nodes = [part for node in nodes for part in parts_of(node, exercise)]
        loads = {name for item in reach.live for name in item.names.loads}
        found |= references(
            nodes, loads, reach.outline.bindings, wanted, methods=methods, replaced=_replaced(reach.outline)
        )
    return frozenset(found)

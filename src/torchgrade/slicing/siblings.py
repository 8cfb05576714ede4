"""Modules beside the file: their names, and the parts that the file reaches."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from torchgrade.readers.running import LIBRARIES, module_of
from torchgrade.slicing.absent import seems_defined
from torchgrade.slicing.items import ItemKind
from torchgrade.slicing.reach import ImportRequest, Reach

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torchgrade.slicing.outline import Outline


def _module(name: str) -> tuple[str, str]:
    """Return the folder of a file and its module name, which is empty if the file cannot be imported."""
    folder, _, file = name.rpartition("/")
    return folder, module_of(file)


def modules_beside(name: str, outlines: Mapping[str, Outline]) -> dict[str, Outline]:
    """Return the modules that the named file can import from its own folder and its subfolders.

    A module in a subfolder has its dotted name (``src.ch3``). If the file changes ``sys.path``, the module is also
    available by its own name, unless another module has this name.
    """
    folder, own = _module(name)
    above = f"{folder}/" if folder else ""
    found: dict[str, Outline] = {}
    deeper: dict[str, list[Outline]] = {}
    for other, outline in outlines.items():
        inner, module = _module(other[len(above) :]) if other.startswith(above) else ("", "")
        if module and inner:
            deeper.setdefault(module, []).append(outline)
            deeper.setdefault(f"{inner.replace('/', '.')}.{module}", []).append(outline)
        elif module and module != own:
            found[module] = outline
    if not deeper:
        return found
    is_free = any("sys.path" in text for text in outlines[name].sources.values()) if name in outlines else False
    alone = {module: several[0] for module, several in deeper.items() if len(several) == 1 and module != own}
    return {**{module: one for module, one in alone.items() if is_free or "." in module}, **found}


def is_elsewhere(node: ast.stmt, beside: Mapping[str, Outline]) -> bool:
    """Return whether an import uses neither a library nor a module beside the file."""
    if isinstance(node, ast.ImportFrom):
        top = (node.module or "").partition(".")[0]
        return node.module not in beside and (node.level > 0 or top not in LIBRARIES)
    if isinstance(node, ast.Import):
        return all(a.name not in beside and a.name.partition(".")[0] not in LIBRARIES for a in node.names)
    return False


def is_broken_beside(node: ast.stmt, exercise: str, beside: Mapping[str, Outline]) -> bool:
    """Return whether a name is imported from a module beside the file in which its definition cannot be parsed."""
    if not isinstance(node, ast.ImportFrom) or node.module is None or node.module not in beside:
        return False
    original = next((a.name for a in node.names if (a.asname or a.name) == exercise), exercise)
    outline = beside[node.module]
    return original not in outline.bindings and any(seems_defined(one.text, original) for one in outline.broken)


def own_of(reaches: Sequence[tuple[str, Reach]]) -> frozenset[str]:
    """Return the dotted names of definitions in the modules beside a file. Libraries do not define these names."""
    return frozenset(
        f"{module}.{name}"
        for module, reach in reaches
        for name, items in reach.outline.bindings.items()
        if any(item.kind is ItemKind.DEFINITION for item in items)
    )


def is_module(node: ast.stmt, beside: Mapping[str, Outline]) -> bool:
    """Return whether an import imports modules beside the file, not functions from them."""
    if isinstance(node, ast.Import):
        return any(alias.name in beside for alias in node.names)
    return isinstance(node, ast.ImportFrom) and node.module is None and any(a.name in beside for a in node.names)


def follow(main: Reach, name: str, outlines: Mapping[str, Outline]) -> list[tuple[str, Reach]]:
    """Return the reached parts of the modules beside the file, including their imports of one another.

    :param main: needed part of the file itself.
    :param name: name of that file.
    :param outlines: outlines of all files of the submission, by name.
    :return: module names with their needed parts; an imported module precedes the module that imports it.
    """
    beside = modules_beside(name, outlines)
    own = _module(name)[1]
    everywhere = {**beside, own: main.outline} if own else beside
    reaches: dict[str, Reach] = {}
    todo: list[ImportRequest] = list(main.requests)
    seen: set[ImportRequest] = set()
    while todo:
        module, names = todo.pop()
        if (module, names) in seen:
            continue
        seen.add((module, names))
        reach = reaches.get(module)
        known = len(reach.requests) if reach is not None else 0
        if reach is None:
            others = [other for other in everywhere if other != module]
            reach = reaches[module] = Reach(everywhere[module], others)
        reach.add(names)
        todo.extend(reach.requests[known:])
    order: dict[str, Reach] = {}
    for module in sorted(reaches):
        _place(module, reaches, order, set())
    return list(order.items())


def _place(module: str, reaches: dict[str, Reach], order: dict[str, Reach], open_: set[str]) -> None:
    """Put a module after the modules that it imports; in a circle, begin at the module that was reached first."""
    if module in order or module in open_:
        return
    open_.add(module)
    for needed in sorted({request[0] for request in reaches[module].requests}):
        _place(needed, reaches, order, open_)
    order[module] = reaches[module]

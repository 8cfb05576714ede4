"""Notebooks of marimo: the body of each function with ``@app.cell`` is a cell."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from torchgrade.slicing.definition import dotted
from torchgrade.slicing.items import DEFINITIONS, Definition
from torchgrade.slicing.names import arguments_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WITHS = (ast.With, ast.AsyncWith)
_AWAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom, ast.Return)
_MOST_PLACES = 2000
"""Maximum number of places with changed names. The limit exists because each change copies its line."""
_TOP_LEVEL = frozenset({"function", "class_definition"})


class Unfolded(NamedTuple):
    """A statement of a notebook, and whether it was indented as part of a cell's body."""

    node: ast.stmt
    is_inside: bool


def _method(node: ast.expr, apps: set[str]) -> str:
    """Return ``cell`` for ``app.cell`` and ``app.cell(hide_code=True)``, or an empty string."""
    owner, _, method = (dotted(node.func if isinstance(node, ast.Call) else node) or "").rpartition(".")
    return method if owner in apps else ""


def _awaits(node: ast.stmt) -> bool:
    """Return whether a statement of a cell needs the function around it."""
    todo: list[ast.AST] = [node]
    while todo:
        part = todo.pop()
        if isinstance(part, _AWAITS):
            return True
        if not isinstance(part, (*DEFINITIONS, ast.Lambda)):
            todo.extend(ast.iter_child_nodes(part))
    return False


class Marimo:
    """The apps of one file, detected while its statements are read."""

    def __init__(self) -> None:
        self.apps: set[str] = set()
        self._makers: set[str] = set()

    def unfold(self, body: Sequence[ast.stmt]) -> Iterator[Unfolded]:
        """Yield the statements of cells as statements of the file, each cell after the cells that it uses."""
        self._meet(body)
        if not self.apps:
            yield from (Unfolded(node, is_inside=False) for node in body)
            return
        parts: list[Definition] = []
        others: list[Unfolded] = []
        setup: list[Unfolded] = []
        for node in body:
            if isinstance(node, DEFINITIONS) and (self._is_cell(node) or self._is_of_top_level(node)):
                parts.append(node)
            elif isinstance(node, _WITHS) and any(
                _method(item.context_expr, self.apps) == "setup" for item in node.items
            ):
                setup.extend(_inside(node.body))
            else:
                others.append(Unfolded(node, is_inside=False))
        yield from setup
        for part in self._in_order(parts):
            if self._is_cell(part):
                yield from _inside(part.body)
            else:
                yield Unfolded(self._plain(part), is_inside=False)
        yield from others

    def _meet(self, body: Iterable[ast.stmt]) -> None:
        """Record ``import marimo`` and ``app = marimo.App()``."""
        for node in body:
            if isinstance(node, ast.Import):
                self._makers.update(f"{a.asname or a.name}.App" for a in node.names if a.name == "marimo")
            elif isinstance(node, ast.ImportFrom) and node.module == "marimo":
                self._makers.update(a.asname or a.name for a in node.names if a.name == "App")
            elif self._makers and isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if dotted(node.value.func) in self._makers:
                    self.apps.update(target.id for target in targets if isinstance(target, ast.Name))

    def _is_cell(self, node: ast.stmt) -> bool:
        return isinstance(node, _FUNCTIONS) and any(_method(d, self.apps) == "cell" for d in node.decorator_list)

    def _is_of_top_level(self, node: Definition) -> bool:
        """Return whether a definition is a cell by itself."""
        return any(_method(d, self.apps) in _TOP_LEVEL for d in node.decorator_list)

    def _plain(self, node: Definition) -> Definition:
        """Remove ``@app.function`` from a definition, which is at top level already."""
        node.decorator_list = [d for d in node.decorator_list if _method(d, self.apps) not in _TOP_LEVEL]
        return node

    def _in_order(self, parts: Sequence[Definition]) -> list[Definition]:
        """Return cells and definitions in marimo's order of execution: each after the parts that it needs.

        A cell needs the cells that bind its parameters. A definition needs the cells that bind the names that it uses.
        """
        binds = [names_of(part.body if self._is_cell(part) else [part]).binds for part in parts]
        binders = {name: number for number, names in enumerate(binds) for name in names}
        needs = [{binders[name] for name in self._needs(part) if name in binders} for part in parts]
        return [parts[number] for number in _sorted(needs)]

    def _needs(self, part: Definition) -> Iterable[str]:
        if not isinstance(part, ast.ClassDef) and self._is_cell(part):
            return [argument.arg for argument in arguments_of(part.args)]
        return names_of([part]).loads

    def renamed(self, text: str, body: Sequence[ast.stmt]) -> str | None:
        """Return the text with a separate name in each cell if several cells bind the same name with an underscore.

        Return None if no such names exist. marimo keeps such a name local to its cell.
        """
        self._meet(body)
        cells = [node for node in body if self._is_cell(node)] if self.apps else []
        own = [{name for name in names_of(cell.body).binds if _is_local(name)} for cell in cells]  # type: ignore[attr-defined]
        bound = Counter(name for names in own for name in names)
        places = [
            (line, column, name, f"_cell{number}{name}")
            for number, (cell, names) in enumerate(zip(cells, own, strict=True), 1)
            for line, column, name in _uses(cell, {name for name in names if bound[name] > 1})
        ]
        return _with_names(text, places) if 0 < len(places) < _MOST_PLACES else None


def _is_local(name: str) -> bool:
    return name.startswith("_") and name.strip("_") != "" and not name.startswith("__")


def _uses(cell: ast.stmt, names: set[str]) -> Iterator[tuple[int, int, str]]:
    for part in ast.walk(cell) if names else ():
        if isinstance(part, ast.Name) and part.id in names:
            yield part.lineno, part.col_offset, part.id
        elif isinstance(part, ast.arg) and part.arg in names:
            yield part.lineno, part.col_offset, part.arg
        elif isinstance(part, DEFINITIONS) and part.name in names:
            yield part.lineno, part.col_offset, part.name


def _with_names(text: str, places: Iterable[tuple[int, int, str, str]]) -> str:
    lines = text.encode().split(b"\n")
    # Replace from the end of a line to its beginning, because a longer name moves the text behind it.
    for line, column, old, new in sorted(places, reverse=True):
        source = lines[line - 1]
        # Search for the name, because the tree of a definition does not contain the column of its name.
        at = source.find(old.encode(), column)
        if at >= 0:
            lines[line - 1] = source[:at] + new.encode() + source[at + len(old.encode()) :]
    return b"\n".join(lines).decode()


def _inside(body: Iterable[ast.stmt]) -> Iterator[Unfolded]:
    return (Unfolded(node, is_inside=True) for node in body if not _awaits(node))


def _sorted(needs: Sequence[set[int]]) -> list[int]:
    """Return the numbers in order, but each after the numbers that it needs, except in circles."""
    order: dict[int, None] = {}
    for number in range(len(needs)):
        todo, open_ = [number], set[int]()
        while todo:
            one = todo[-1]
            waiting = [need for need in sorted(needs[one]) if need not in order and need not in open_]
            if one in order or not waiting:
                order[one] = None
                todo.pop()
            else:
                open_.add(one)
                todo.extend(reversed(waiting))
    return list(order)

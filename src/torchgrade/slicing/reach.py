"""The part of one file that a name needs, directly or indirectly."""

from __future__ import annotations

import ast
import bisect
from typing import TYPE_CHECKING

from torchgrade.slicing.definition import dotted
from torchgrade.slicing.items import Item, ItemKind, evaluated, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torchgrade.slicing.outline import Outline

EVERYTHING = None
"""Symbol for all names of a module: ``import helper``, ``from helper import *``."""

ImportRequest = tuple[str, tuple[str, ...] | None]
"""A module beside the file, and the names requested from it."""


def requests_of(node: ast.Import | ast.ImportFrom, siblings: Iterable[str]) -> list[ImportRequest]:
    """Return the requests of an import for modules beside the file."""
    beside = set(siblings)
    if isinstance(node, ast.Import):
        return [(alias.name, EVERYTHING) for alias in node.names if alias.name in beside]
    if node.level > 1:
        return []
    if node.module is None:
        return [(alias.name, EVERYTHING) for alias in node.names if alias.name in beside]
    if node.module not in beside:
        return []
    names = tuple(alias.name for alias in node.names)
    return [(node.module, EVERYTHING if "*" in names else names)]


def _names_of_itself(outline: Outline) -> frozenset[str]:
    """Return the names that a file gives to its own module: ``d2l = sys.modules[__name__]``."""
    return frozenset(
        name
        for item in outline.items
        if isinstance(item.node, ast.Assign)
        and isinstance(item.node.value, ast.Subscript)
        and dotted(item.node.value.value) == "sys.modules"
        and dotted(item.node.value.slice) == "__name__"
        for name in item.names.binds
    )


class Reach:
    """Items of one file that are needed; it grows with every requested name."""

    def __init__(self, outline: Outline, siblings: Iterable[str] = ()) -> None:
        self.outline = outline
        self.siblings = frozenset(siblings)
        self.needed: set[Item] = set()
        self.live: set[Item] = set()
        """Needed items, and the blocks around them."""
        self.requests: list[ImportRequest] = []
        self._names: set[str] = set()
        self._definitions: dict[str, list[Item]] = {}
        self._todo: list[tuple[str, Item | None]] = []
        self._itself = _names_of_itself(outline)
        for item in walk(outline.items):
            if item.star and not item.guarded:
                self.need(item)

    def add(self, names: tuple[str, ...] | None) -> None:
        """Request names, or everything that the file defines, imports and assigns."""
        if names is None:
            for item in walk(self.outline.items):
                if item.kind not in (ItemKind.NEVER, ItemKind.BLOCK) and not item.guarded:
                    self.need(item)
        else:
            self._todo.extend((name, None) for name in names)
        self._follow()

    def add_item(self, item: Item) -> None:
        """Request one item and everything that it uses."""
        self.need(item)
        self._follow()

    def _follow(self) -> None:
        while self._todo:
            name, user = self._todo.pop()
            if name not in self._names:
                self._names.add(name)
                for item in chosen(self.outline, name):
                    self.need(item)
            if user is not None and user.kind is ItemKind.ASSIGNMENT:
                self._need_earlier(name, user)

    def _need_earlier(self, name: str, user: Item) -> None:
        """Need the definition that was valid when an assignment ran, if a later definition replaces it."""
        if name not in self._definitions:
            bound = self.outline.bindings.get(name, ())
            self._definitions[name] = [item for item in bound if item.kind is ItemKind.DEFINITION and not item.guarded]
        definitions = self._definitions[name]
        earlier = bisect.bisect_left(definitions, user.order, key=lambda item: item.order)
        if earlier:
            self.need(definitions[earlier - 1])

    def _through_itself(self, item: Item) -> set[str]:
        """Return the names that an item reads as attributes of the file's own module: ``d2l.argmax``."""
        parts = (part for node in evaluated(item) for part in ast.walk(node) if isinstance(part, ast.Attribute))
        return {part.attr for part in parts if dotted(part.value) in self._itself}

    def need(self, item: Item) -> None:
        """Mark an item and the blocks around it, and queue the names that they use."""
        if item in self.needed:
            return
        self.needed.add(item)
        holder: Item | None = item
        while holder is not None and holder not in self.live:
            self.live.add(holder)
            self._todo.extend((name, holder) for name in sorted(holder.names.loads))
            if not self._itself.isdisjoint(holder.names.loads):
                self._todo.extend((name, holder) for name in sorted(self._through_itself(holder)))
            for node in holder.names.imports:
                self.requests.extend(requests_of(node, self.siblings))
            holder = holder.parent


def chosen(outline: Outline, name: str) -> list[Item]:
    """Return the items that determine the value of a name.

    These are all imports and assignments, and the last definition with the conditional ones after it. For a name that
    is assigned or defined, they include the statements that change it in place. Items under a guard count only if no
    other item binds the name.
    """
    bound = outline.bindings.get(name, [])
    free = [item for item in bound if not item.guarded]
    bound = free or bound
    definitions = [item for item in bound if item.kind is ItemKind.DEFINITION]
    last = max((item.order for item in definitions if not item.conditional), default=0)
    found = [item for item in bound if item.kind is not ItemKind.DEFINITION or item.order >= last]
    if any(item.kind is not ItemKind.IMPORT for item in found):
        first = min((item.order for item in found), default=0)
        changing = outline.changes.get(name, [])
        found += [item for item in changing if item.order > first and not (free and item.guarded)]
    return found


def drops(item: Item, live: set[Item]) -> list[tuple[int, int]]:
    """Return the positions of the nested statements of a block that do not run."""
    found: list[tuple[int, int]] = []
    for child in item.children:
        if child not in live:
            found.append((child.node.lineno, child.node.col_offset))
        else:
            found.extend(drops(child, live))
    return found

"""The top-level statements of a file, sorted by what they are, each with its names."""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from torchgrade.slicing.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_NEVER = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Delete,
    ast.Assert,
    ast.Raise,
    ast.Global,
    ast.Return,
)
_TRIES = (ast.Try, ast.TryStar)
_WITHS = (ast.With, ast.AsyncWith)
_DEEPEST = 40


class ItemKind(enum.Enum):
    """What a statement is to the slice."""

    DEFINITION = "definition"
    IMPORT = "import"
    ASSIGNMENT = "assignment"
    BLOCK = "block"
    NEVER = "never"


@dataclass(eq=False, slots=True)
class Item:
    """One statement at top level, or in an ``if``, ``try``, ``with`` or ``match`` there."""

    kind: ItemKind
    node: ast.stmt
    names: Names
    """Of a block: the names of its own tests and context managers only."""
    label: str = ""
    """Of the cell that it stands in; empty for a ``.py`` file."""
    guarded: bool = False
    """Whether it stands under ``if __name__ == "__main__":`` or ``if False:``."""
    wrapped: bool = False
    """Whether it was taken out of a block and still has the indentation that it had there."""
    inner: bool = False
    """Whether it stands in a function or a loop, and is at hand only because the exercise does too."""
    without_self: bool = False
    """Whether it is a method without its first parameter."""
    order: float = 0
    """Its place in the file."""
    parent: Item | None = None
    children: list[Item] = field(default_factory=list)

    @property
    def first_line(self) -> int:
        """The first line, decorators included."""
        decorators = self.node.decorator_list if isinstance(self.node, DEFINITIONS) else []
        return min((self.node.lineno, *(decorator.lineno for decorator in decorators)))

    @property
    def last_line(self) -> int:
        """The last line."""
        return self.node.end_lineno or self.node.lineno

    @property
    def star(self) -> bool:
        """Whether it is a star import."""
        return isinstance(self.node, ast.ImportFrom) and self.node.names[0].name == "*"

    @property
    def conditional(self) -> bool:
        """Whether it stands in a block, so that it may not run."""
        return self.parent is not None


def _bodies(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    if isinstance(node, _TRIES):
        yield node.body
        yield from (handler.body for handler in node.handlers)
        yield node.orelse
        yield node.finalbody
    elif isinstance(node, ast.Match):
        yield from (case.body for case in node.cases)
    elif isinstance(node, ast.If):
        yield node.body
        yield node.orelse
    elif isinstance(node, _WITHS):
        yield node.body


def _header(node: ast.stmt) -> list[ast.AST]:
    """Return what a block evaluates itself."""
    if isinstance(node, ast.If):
        return [node.test]
    if isinstance(node, _WITHS):
        return list(node.items)
    if isinstance(node, _TRIES):
        return [handler.type for handler in node.handlers if handler.type is not None]
    if isinstance(node, ast.Match):
        return [
            node.subject,
            *(part for case in node.cases for part in (case.pattern, case.guard) if part),
        ]
    return []


def _is_guard(node: ast.stmt) -> bool:
    """Say whether an ``if`` never runs where the file is imported."""
    if not isinstance(node, ast.If):
        return False
    if isinstance(node.test, ast.Constant):
        return not node.test.value
    tests = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
    for test in tests:
        if isinstance(test, ast.Compare):
            sides = [test.left, *test.comparators]
            if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
                return isinstance(test.ops[0], ast.Eq | ast.Is)
    return False


def _kind(node: ast.stmt, names: Names) -> ItemKind:
    if isinstance(node, DEFINITIONS):
        return ItemKind.DEFINITION
    if isinstance(node, _IMPORTS):
        return ItemKind.IMPORT
    if isinstance(node, _NEVER):
        return ItemKind.NEVER
    return ItemKind.ASSIGNMENT if names.binds or names.changes else ItemKind.NEVER


class ItemBuilder:
    """Makes the items of one file and numbers them."""

    def __init__(self) -> None:
        self.count = 0

    def _item(self, node: ast.stmt, label: str, parent: Item | None, depth: int) -> Item:
        self.count += 1
        order = self.count
        bodies = list(_bodies(node))
        if bodies and depth < _DEEPEST and not (depth and _is_guard(node)):
            item = Item(ItemKind.BLOCK, node, Names(_header(node)), label, order=order, parent=parent)
            item.children = [self._item(child, label, item, depth + 1) for body in bodies for child in body]
            return item
        names = Names([node])
        kind = ItemKind.NEVER if bodies else _kind(node, names)
        return Item(kind, node, names, label, order=order, parent=parent)

    def build(self, nodes: Iterable[ast.stmt], label: str) -> list[Item]:
        """Return the items of top-level statements, those under a guard taken out of it."""
        items: list[Item] = []
        for node in nodes:
            if not (isinstance(node, ast.If) and _is_guard(node)):
                items.append(self._item(node, label, None, 0))
                continue
            inner = [(child, True) for child in node.body]
            inner += [(child, bool(getattr(node.test, "value", True))) for child in node.orelse]
            for child, guarded in inner:
                item = self._item(child, label, None, 0)
                for part in walk([item]):
                    part.guarded = guarded
                item.wrapped = True
                items.append(item)
        return items


def walk(items: Sequence[Item]) -> Iterator[Item]:
    """Return items with all that is nested in them, in file order."""
    for item in items:
        yield item
        yield from walk(item.children)


def bind(items: Sequence[Item], bindings: dict[str, list[Item]], changes: dict[str, list[Item]]) -> None:
    """Add items to those that bind and change each name."""
    for item in walk(items):
        if item.kind is ItemKind.NEVER:
            continue
        for name in item.names.binds:
            bindings.setdefault(name, []).append(item)
        for name in item.names.changes:
            changes.setdefault(name, []).append(item)


def evaluated(item: Item) -> list[ast.AST]:
    """Return the trees of what an item itself evaluates: all of it, or the tests of a block."""
    return _header(item.node) if item.kind is ItemKind.BLOCK else [item.node]


def lifted(node: Definition, holder: Item) -> Item:
    """Return the item of a definition taken out of a function, a class or a loop."""
    kind = ItemKind.DEFINITION
    return Item(kind, node, Names([node]), holder.label, wrapped=True, order=holder.order)

"""Top-level statements of a file, sorted by kind, each with its names."""

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
    """Role of a statement in the slice."""

    DEFINITION = "definition"
    IMPORT = "import"
    ASSIGNMENT = "assignment"
    BLOCK = "block"
    NEVER = "never"


@dataclass(eq=False, slots=True)
class Item:
    """One statement at top level, or in a top-level ``if``, ``try``, ``with`` or ``match``."""

    kind: ItemKind
    node: ast.stmt
    names: Names
    """Names of the statement. For a block, only the names of its own tests and context managers."""
    label: str = ""
    """Label of the statement's cell; empty for a ``.py`` file."""
    guarded: bool = False
    """True under ``if __name__ == "__main__":`` or ``if False:``."""
    wrapped: bool = False
    """True if the statement was moved out of a block and still has its indentation."""
    inner: bool = False
    """True in a function or a loop. The statement is available only because the exercise is there too."""
    without_self: bool = False
    """True for a method without its first parameter."""
    order: float = 0
    """Position in the file."""
    parent: Item | None = None
    children: list[Item] = field(default_factory=list)

    @property
    def first_line(self) -> int:
        """First line, including decorators."""
        decorators = self.node.decorator_list if isinstance(self.node, DEFINITIONS) else []
        return min((self.node.lineno, *(decorator.lineno for decorator in decorators)))

    @property
    def last_line(self) -> int:
        """Last line."""
        return self.node.end_lineno or self.node.lineno

    @property
    def star(self) -> bool:
        """True for a star import."""
        return isinstance(self.node, ast.ImportFrom) and self.node.names[0].name == "*"

    @property
    def conditional(self) -> bool:
        """True in a block, because the statement may then not run."""
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
    """Return the expressions that a block itself evaluates."""
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
    """Return whether an ``if`` never runs when the file is imported."""
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
    """Builder of the numbered items of one file."""

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
        """Return the items of top-level statements; move the statements under a guard out of it."""
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
    """Yield items with everything nested in them, in file order."""
    for item in items:
        yield item
        yield from walk(item.children)


def bind(items: Sequence[Item], bindings: dict[str, list[Item]], changes: dict[str, list[Item]]) -> None:
    """Add items to the lists of the names that they bind or change."""
    for item in walk(items):
        if item.kind is ItemKind.NEVER:
            continue
        for name in item.names.binds:
            bindings.setdefault(name, []).append(item)
        for name in item.names.changes:
            changes.setdefault(name, []).append(item)


def evaluated(item: Item) -> list[ast.AST]:
    """Return the trees that an item itself evaluates: the whole statement, or the tests of a block."""
    return _header(item.node) if item.kind is ItemKind.BLOCK else [item.node]


def lifted(node: Definition, holder: Item) -> Item:
    """Return the item of a definition that is moved out of a function, a class or a loop."""
    kind = ItemKind.DEFINITION
    return Item(kind, node, Names([node]), holder.label, wrapped=True, order=holder.order)

"""Definitions in cells that are never executed: Markdown cells, raw cells, blocks of code in a document."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from torchgrade.model.places import part
from torchgrade.readers.cells import CellKind
from torchgrade.readers.chunks import chunks
from torchgrade.readers.magics import blank
from torchgrade.readers.parsing import BrokenCodeError, parse
from torchgrade.slicing.absent import seems_defined
from torchgrade.slicing.items import Item, ItemBuilder, bind, walk
from torchgrade.slicing.written import merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.slicing.outline import Outline

_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})")
_MOST = 200
_ENTRIES = {
    CellKind.MARKDOWN: "slice.aside_markdown",
    CellKind.RAW: "slice.aside_raw",
    CellKind.FENCE: "slice.aside_block",
    CellKind.COMMENT: "slice.aside_comment",
}


@dataclass(frozen=True, slots=True)
class Aside:
    """A cell that is never executed."""

    label: str
    text: str
    kind: CellKind
    order: float
    """Position of the cell between the statements of the file."""


def _fenced(text: str) -> str:
    """Return the text with everything outside fences blank."""
    kept: list[str] = []
    inside = False
    for line in text.split("\n"):
        fence = _FENCE.match(line) is not None
        kept.append(line if inside and not fence else "")
        inside ^= fence
    return "\n".join(kept)


def _pieces(text: str) -> str:
    """Return the text with everything blank except the pieces that are statements, such as code between prose."""
    lines = text.split("\n")
    for first, stop in chunks(lines):
        try:
            body = parse("\n".join(lines[first:stop])).body
        except BrokenCodeError:
            body = []
        # Blank bare expressions too, because a line of prose may be a name, or names with operators between them.
        if not body or all(isinstance(node, ast.Expr) for node in body):
            lines[first:stop] = [""] * (stop - first)
    return "\n".join(lines)


def code_of(aside: Aside) -> tuple[str, ast.Module] | None:
    """Return the code in a cell and its tree, or None if the cell contains no readable code."""
    ways = (str, _fenced, _pieces) if aside.kind in (CellKind.MARKDOWN, CellKind.RAW) else (str,)
    for way in ways:
        code = blank(way(aside.text))
        try:
            tree = parse(code)
        except BrokenCodeError:
            continue
        if tree.body:
            return code, tree
    return None


def with_asides(outline: Outline, exercise: str) -> Outline | None:
    """Return the outline extended by the definitions in cells beside the code.

    Return None if these cells do not define the exercise. A name from such a cell counts only if no code cell binds the
    name.
    """
    asides = outline.asides[:_MOST]
    if not any(seems_defined(aside.text, exercise) for aside in asides):
        return None
    sources, inner = dict(outline.sources), list[Item]()
    for aside in asides:
        found = code_of(aside)
        if found is None:
            continue
        text, tree = found
        sources[aside.label] = merged(sources[aside.label], text) if aside.label in sources else text
        inner.extend(_items(tree, aside))
    bindings = {name: list(items) for name, items in outline.bindings.items()}
    changes = {name: list(items) for name, items in outline.changes.items()}
    bind(inner, bindings, changes)
    items = sorted([*outline.items, *inner], key=lambda item: item.order)
    return replace(outline, sources=sources, items=items, bindings=bindings, changes=changes)


def _items(tree: ast.Module, aside: Aside) -> Iterator[Item]:
    builder = ItemBuilder()
    items = builder.build(tree.body, aside.label)
    for item in walk(items):
        item.order = aside.order + item.order / (builder.count + 1)
        item.guarded = item.inner = True
    yield from items


def _aside_of(outline: Outline, exercise: str) -> tuple[Aside, Item] | None:
    """Return the cell that defines the exercise, if it is not a code cell, and the definition."""
    for item in reversed(outline.bindings.get(exercise, ())):
        for aside in outline.asides:
            if item.inner and aside.label == item.label and aside.order < item.order < aside.order + 1:
                return aside, item
    return None


def where_read(outline: Outline, exercise: str, say: Say) -> list[Note]:
    """Return a note if the exercise was read from a cell that is never executed."""
    found = _aside_of(outline, exercise)
    if found is None:
        return []
    aside, item = found
    return [say(_ENTRIES[aside.kind], exercise=exercise, place=outline.place_of(item), cell=part(aside.label))]

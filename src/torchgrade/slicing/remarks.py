"""Notes for the student on how a file was read: skipped code and choices."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from torchgrade.model.showable import show_name
from torchgrade.slicing.definition import last_name
from torchgrade.slicing.items import Item, ItemKind, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.slicing.outline import Outline
    from torchgrade.slicing.reach import Reach

_MOST = 20


def _several(reach: Reach, exercise: str, say: Say) -> Iterator[Note]:
    """Yield a note for each name with several definitions; for the exercise, an assignment is a definition too."""
    outline = reach.outline
    names = {name for item in reach.needed if item.kind is ItemKind.DEFINITION for name in item.names.binds}
    for name in sorted({exercise, *names}):
        kinds = {ItemKind.DEFINITION, ItemKind.ASSIGNMENT} if name == exercise else {ItemKind.DEFINITION}
        bound = [
            item
            for item in outline.bindings.get(name, ())
            if item.kind in kinds and not item.guarded and not item.conditional
        ]
        if len(bound) > 1:
            places = "; ".join(outline.place_of(item) for item in bound[:-1][:_MOST])
            last = outline.place_of(bound[-1])
            yield say("slice.several", name=show_name(name), count=len(bound), places=places, last=last)


def _guarded(reach: Reach, say: Say) -> Iterator[Note]:
    for item in reach.outline.items:
        if item.guarded and not item.inner and item in reach.live:
            names = sorted({n for part in walk([item]) if part in reach.live for n in part.names.binds})
            shown = ", ".join(map(show_name, names[:_MOST]))
            yield say("slice.guarded", names=shown, place=reach.outline.place_of(item))


def _calls(node: ast.AST, loaders: frozenset[str]) -> bool:
    return any(isinstance(part, ast.Call) and last_name(part.func) in loaders for part in ast.walk(node))


def _loading(reach: Reach, loaders: frozenset[str], say: Say) -> Iterator[Note]:
    for item in sorted(reach.needed, key=lambda item: item.order):
        if item.kind is ItemKind.ASSIGNMENT and _calls(item.node, loaders):
            yield say("slice.loader", place=reach.outline.place_of(item))


def _does_something(item: Item) -> bool:
    if item.kind is ItemKind.BLOCK:
        return any(_does_something(child) for child in item.children)
    if item.kind not in (ItemKind.ASSIGNMENT, ItemKind.NEVER) or isinstance(item.node, ast.Pass | ast.Global):
        return False
    return not (isinstance(item.node, ast.Expr) and isinstance(item.node.value, ast.Constant))


def _in_order(items: list[Item], live: set[Item]) -> Iterator[Item]:
    """Yield the items; yield the parts of a block separately if only some of them run."""
    for item in items:
        if item.children and item in live:
            yield from _in_order(item.children, live)
        else:
            yield item


def _ranges(reach: Reach) -> list[tuple[str, int, int]]:
    """Return cell, first line and last line of the code that does not run; adjacent ranges are joined."""
    ranges: list[tuple[str, int, int]] = []
    joined = False
    for item in _in_order(reach.outline.items, reach.live):
        if item.inner or item in reach.live or not _does_something(item):
            joined = False
            continue
        label, start, stop = item.label, item.first_line, item.last_line
        if joined and ranges[-1][0] == label:
            _, start, before = ranges.pop()
            stop = max(stop, before)
        ranges.append((label, start, stop))
        joined = True
    return ranges


def _shown(outline: Outline, ranges: list[tuple[str, int, int]]) -> str:
    cells: dict[str, list[str]] = {}
    for label, start, stop in ranges:
        cells.setdefault(label or outline.name, []).append(str(start) if start == stop else f"{start}-{stop}")
    return "; ".join(f"{label}: {', '.join(lines)}" for label, lines in cells.items())


def _skipped(reach: Reach, exercise: str, say: Say) -> Iterator[Note]:
    ranges = _ranges(reach)
    if not ranges:
        return
    values = {"exercise": exercise, "places": _shown(reach.outline, ranges[:_MOST])}
    if len(ranges) > _MOST:
        yield say("slice.skipped_many", more=len(ranges) - _MOST, **values)
    else:
        yield say("slice.skipped", **values)


def remarks(reach: Reach, exercise: str, say: Say, loaders: frozenset[str]) -> list[Note]:
    """Return notes on the chosen, replaced and skipped code of the file, at most 20 of a kind."""
    sorts = (
        _several(reach, exercise, say),
        _guarded(reach, say),
        _loading(reach, loaders, say),
        _skipped(reach, exercise, say),
    )
    return [note for sort in sorts for note in list(sort)[:_MOST]]

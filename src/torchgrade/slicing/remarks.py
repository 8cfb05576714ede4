"""Notes for the student on how a file was read: choices, guarded code and loaded data."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from torchgrade.model.phrases import listed
from torchgrade.model.showable import show_name
from torchgrade.slicing.definition import last_name
from torchgrade.slicing.items import ItemKind, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
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
            places = listed([outline.place_of(item) for item in bound[:-1][:_MOST]], "semicolon")
            last = outline.place_of(bound[-1])
            yield say("slice.several", name=show_name(name), count=len(bound), places=places, last=last)


def _guarded(reach: Reach, say: Say) -> Iterator[Note]:
    for item in reach.outline.items:
        if item.guarded and not item.inner and item in reach.live:
            names = sorted({n for part in walk([item]) if part in reach.live for n in part.names.binds})
            shown = listed(map(show_name, names[:_MOST]))
            yield say("slice.guarded", names=shown, place=reach.outline.place_of(item))


def _calls(node: ast.AST, loaders: frozenset[str]) -> bool:
    return any(isinstance(part, ast.Call) and last_name(part.func) in loaders for part in ast.walk(node))


def _loading(reach: Reach, loaders: frozenset[str], say: Say) -> Iterator[Note]:
    for item in sorted(reach.needed, key=lambda item: item.order):
        if item.kind is ItemKind.ASSIGNMENT and _calls(item.node, loaders):
            yield say("slice.loader", place=reach.outline.place_of(item))


def remarks(reach: Reach, exercise: str, say: Say, loaders: frozenset[str]) -> list[Note]:
    """Return notes on the chosen, guarded and replaced code of the file, at most 20 of a kind."""
    sorts = (
        _several(reach, exercise, say),
        _guarded(reach, say),
        _loading(reach, loaders, say),
    )
    return [note for sort in sorts for note in list(sort)[:_MOST]]

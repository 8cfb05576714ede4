"""Assignments of data to the name of a function: ``data_iter = load_array(...)`` is not a definition."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from torchgrade.model.phrases import Phrase
from torchgrade.model.showable import show_name
from torchgrade.slicing.items import DEFINITIONS, Item, ItemKind
from torchgrade.slicing.values import Sort, Value, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.slicing.outline import Outline


def _value(outline: Outline, item: Item, name: str) -> Value:
    """Return the value that a top-level statement assigns to a name."""

    def look(other: str) -> ast.stmt | None:
        bound = [one.node for one in outline.bindings.get(other, ())]
        if other == name:
            # Keep only classes, because following a loop or a nested use of the name itself would not end.
            bound = [node for node in bound if isinstance(node, ast.ClassDef)]
        return bound[-1] if bound else None

    if item.kind is ItemKind.DEFINITION:
        return Value(Sort.FUNCTION)
    return value_of(item.node, name, look)


def without_data(outline: Outline, name: str) -> Outline:
    """Return the outline in which data that is assigned to the name does not bind it.

    A chapter that is submitted whole uses names twice. The chapter defines the generator ``data_iter``, and later
    assigns a ready-made loader to a variable of that name.

    After a function of the student, a result that is likely data counts as data. A ready-made library object counts
    neither before nor after it.

    Without such a function, only certain data is ignored, because a call may return the exercise's function.
    """
    bound = outline.bindings.get(name, [])
    sorts = [_value(outline, item, name).sort for item in bound]
    own = (item.order for item, sort in zip(bound, sorts, strict=True) if sort is Sort.FUNCTION and not item.guarded)
    first = min(own, default=None)

    def binds(item: Item, sort: Sort) -> bool:
        if first is None:
            return sort is not Sort.DATA
        return sort is Sort.FUNCTION or (item.order < first and sort is not Sort.READY_MADE)

    left = [item for item, sort in zip(bound, sorts, strict=True) if binds(item, sort)]
    if len(left) == len(bound):
        return outline
    others = {other: items for other, items in outline.bindings.items() if other != name}
    return replace(outline, bindings={**others, name: left} if left else others)


def is_second_hand(outline: Outline, item: Item, name: str) -> bool:
    """Return whether a statement assigns a call's result, which mostly is data, or a library object to the name."""
    if isinstance(item.node, DEFINITIONS):
        return False
    return _value(outline, item, name).sort in (Sort.READY_MADE, Sort.LIKELY_DATA)


def say_variable(outlines: Iterable[Outline], name: str, say: Say) -> list[Note]:
    """Return a note for each file that uses the name only for a variable with data."""
    notes = []
    for outline in outlines:
        items = [item for item in outline.bindings.get(name, ()) if _value(outline, item, name).sort is Sort.DATA]
        if items:
            notes.append(variable_note(_value(outline, items[-1], name), name, outline.place_of(items[-1]), say))
    return notes


def variable_note(value: Value, name: str, place: Phrase, say: Say) -> Note:
    """Return the note that a name is a variable."""
    if value.type == "DataLoader":
        return say("slice.variable_loader", exercise=name, place=place)
    if value.type:
        return say("slice.variable", exercise=name, place=place, type=show_name(value.type))
    if value.call:
        return say("slice.variable_result", exercise=name, place=place, call=show_name(value.call))
    return say("slice.variable_value", exercise=name, place=place)

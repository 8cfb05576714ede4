"""Search for an exercise that is not defined at top level: a nested definition, or a similar name."""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torchgrade.model.showable import show_name
from torchgrade.slicing.definition import last_name
from torchgrade.slicing.items import DEFINITIONS, Definition, Item, ItemKind, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from torchgrade.model.phrases import Phrase
    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.slicing.outline import Outline

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.For, ast.AsyncFor, ast.While)
_MOST_NAMES = 2000
_LONGEST_NAME = 80
_DEEPEST = 40
_ALIKE = 0.8
"""Least similarity of two names, from 0 to 1: ``soft_max`` and ``softmax`` have 0.93."""
_PROMPT = r"(?:>>>|\.{3,}:?|In \[\d+\]:)"
"""Prompt that a shell writes before a line."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A definition inside another, or inside a loop."""

    node: Definition
    holder: Item
    """Top-level item that contains the definition."""
    inside: str
    """Name of the function or class around it; empty in a loop."""
    is_method: bool
    """True for a definition in a class that is not a static method."""
    around: tuple[ast.AST, ...] = ()
    """Statements around the definition, outermost first."""

    @property
    def holders(self) -> list[str]:
        """Names of the classes directly around the definition, outermost first."""
        names: list[str] = []
        for node in reversed(self.around):
            if isinstance(node, ast.ClassDef):
                names.insert(0, node.name)
            elif isinstance(node, _SCOPES):
                break
        return names


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements directly inside another statement; an expression contains no statements."""
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield from block


def nested(outline: Outline) -> Iterator[Nested]:
    """Yield all definitions of a file that are not at top level."""
    for item in walk(outline.items):
        if item.kind is ItemKind.BLOCK:
            continue
        todo: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(child, (item.node,)) for child in _inner(item.node)]
        while todo:
            node, around = todo.pop()
            if isinstance(node, DEFINITIONS):
                static = any(last_name(decorator) == "staticmethod" for decorator in node.decorator_list)
                holder = next((a for a in reversed(around) if isinstance(a, DEFINITIONS)), around[0])
                is_method = isinstance(holder, ast.ClassDef) and not static
                yield Nested(node, item, getattr(holder, "name", ""), is_method, around)
            if len(around) < _DEEPEST:
                todo.extend((child, (*around, node)) for child in _inner(node))


def find_nested(outline: Outline, exercise: str) -> Nested | None:
    """Return the last definition of the exercise below top level; prefer functions to methods."""
    found = [n for n in nested(outline) if n.node.name == exercise]
    return max(found, key=lambda n: (not n.is_method, n.holder.order, n.node.lineno), default=None)


def similar_name(outlines: Sequence[Outline], exercise: str, others: Collection[str], say: Say) -> Iterator[Note]:
    """Yield at most one note: the definition whose name is most similar to the exercise's name.

    :param others: exercises of the course; a function with such a name is the answer to another exercise.
    """
    names: dict[str, tuple[str, Phrase]] = {}
    for outline in outlines:
        for name, place in _definitions(outline):
            is_other = name == exercise or name in others
            if not is_other and len(name) <= _LONGEST_NAME and len(names) < _MOST_NAMES:
                names.setdefault(name.lower(), (name, place))
    for close in difflib.get_close_matches(exercise.lower(), list(names), n=1, cutoff=_ALIKE):
        name, place = names[close]
        yield say("slice.similar", name=show_name(name), place=place, exercise=exercise)


def _definitions(outline: Outline) -> Iterator[tuple[str, Phrase]]:
    """Yield the name and the place of each function and class."""
    for item in walk(outline.items):
        if isinstance(item.node, DEFINITIONS):
            yield item.node.name, outline.place_of(item)
    for one in nested(outline):
        yield one.node.name, outline.place(one.holder.label, one.node.lineno)


def seems_defined(text: str, exercise: str) -> bool:
    """Return whether text that does not parse looks like a definition of the exercise."""
    name = re.escape(exercise)
    # The pattern is possessive because the time must stay linear.
    indent = rf"[ \t]*+(?:{_PROMPT}[ \t]*+)?"
    pattern = rf"^{indent}(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b|^{name}[ \t]*=(?!=)"
    return re.search(pattern, text, re.MULTILINE) is not None

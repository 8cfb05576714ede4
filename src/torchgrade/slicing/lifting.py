"""Conversion of a definition inside another function, a loop or a class into a function."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from torchgrade.model.showable import show_name
from torchgrade.model.slices import Method
from torchgrade.slicing.absent import Nested
from torchgrade.slicing.definition import dotted, last_name
from torchgrade.slicing.items import Item, ItemBuilder, bind, lifted, walk
from torchgrade.slicing.names import joined_class

if TYPE_CHECKING:
    from torchgrade.model.results import Note
    from torchgrade.readers.cells import Say
    from torchgrade.slicing.names import Function
    from torchgrade.slicing.outline import Outline
    from torchgrade.slicing.reach import Reach

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_OPENED = (*_FUNCTIONS, ast.For, ast.AsyncFor, ast.While)
_USE_THE_CLASS = frozenset({"super", "__class__"})


@dataclass(frozen=True, slots=True)
class Lifted:
    """Result of turning a definition below top level into the exercise's function."""

    note: Note
    extra: list[Item] = field(default_factory=list)
    """The definition, if it is executed without the code around it."""
    methods: list[Method] = field(default_factory=list)
    """The method, if its class is executed and instantiated."""


def opened(outline: Outline, found: Nested) -> Outline:
    """Return an outline in which the names around a nested definition are available as top-level names.

    Imports, variables and helpers of the function around it are used only if no top-level name is the same.
    """
    holder, builder = found.holder, ItemBuilder()
    inner: list[Item] = []
    for node in found.around:
        if isinstance(node, _OPENED):
            inner += builder.build([*node.body, *getattr(node, "orelse", ())], holder.label)
    if not inner:
        return outline
    bindings = {name: list(items) for name, items in outline.bindings.items()}
    changes = {name: list(items) for name, items in outline.changes.items()}
    for item in walk(inner):
        item.order = holder.order + item.order / (builder.count + 1)
        item.guarded = item.inner = True
        item.wrapped = item.parent is None
    bind(inner, bindings, changes)
    items = sorted([*outline.items, *inner], key=lambda item: item.order)
    return replace(outline, items=items, bindings=bindings, changes=changes)


def joined(item: Item) -> Nested | None:
    """Return a function with ``@d2l.add_to_class(Net)`` as a nested definition in that class, otherwise None."""
    node = item.node
    if not isinstance(node, _FUNCTIONS) or _first_parameter(node) != "self":
        return None
    decorator = next(filter(joined_class, node.decorator_list), None)
    owner = dotted(decorator.args[0]) if isinstance(decorator, ast.Call) else None
    if owner is None:
        return None
    around = tuple(ast.ClassDef(name, [], [], [], []) for name in owner.split("."))
    return Nested(node, item, owner, True, around)


def without_joined(outline: Outline, name: str) -> Outline:
    """Return the outline in which functions added to a class do not bind the name, if other statements bind it."""
    bound = outline.bindings.get(name, [])
    others = [item for item in bound if joined(item) is None]
    if not others or len(others) == len(bound):
        return outline
    return replace(outline, bindings={**outline.bindings, name: others})


def _first_parameter(node: Function) -> str:
    return next((argument.arg for argument in (*node.args.posonlyargs, *node.args.args)), "")


def _is_of_class(node: Function) -> bool:
    return any(last_name(decorator) == "classmethod" for decorator in node.decorator_list)


def is_bound(found: Nested) -> bool:
    """Return whether the first argument of a definition is its object or its class."""
    node = found.node
    if not found.is_method or isinstance(node, ast.ClassDef):
        return False
    return _first_parameter(node) in ("self", "cls") or _is_of_class(node)


def _uses_its_object(node: Function) -> bool:
    used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return bool(used & {_first_parameter(node), *_USE_THE_CLASS})


def lift(main: Reach, found: Nested, exercise: str, say: Say) -> Lifted:
    """Request a definition below top level, and return the result with a note on its treatment."""
    node, outline = found.node, main.outline
    taken = lifted(node, found.holder)
    place = outline.place_of(taken)
    if not is_bound(found) or isinstance(node, ast.ClassDef):
        main.add_item(taken)
        if found.inside:
            return Lifted(say("slice.nested", exercise=exercise, place=place, inside=show_name(found.inside)), [taken])
        return Lifted(say("slice.in_loop", exercise=exercise, place=place), [taken])
    inside = show_name(found.inside)
    if not _uses_its_object(node):
        taken.without_self = True
        main.add_item(taken)
        parameter = show_name(_first_parameter(node))
        return Lifted(say("slice.method", exercise=exercise, place=place, inside=inside, parameter=parameter), [taken])
    main.add((found.holders[0],))
    if found.holder.node is node:
        main.add_item(found.holder)
    method = Method(
        name=exercise,
        holder=".".join(found.holders),
        file=outline.code_name(found.holder.label),
        line=taken.first_line,
        of_class=_is_of_class(node),
    )
    return Lifted(say("slice.bound", exercise=exercise, place=place, inside=inside), methods=[method])


def parts_of(node: ast.AST, exercise: str) -> list[ast.AST]:
    """Return the parts of a class that a call of one of its methods executes.

    These include ``__init__`` and the methods that the called method uses by name.
    """
    if not isinstance(node, ast.ClassDef):
        return [node]
    methods = {inner.name: inner for inner in node.body if isinstance(inner, _FUNCTIONS)}
    if exercise not in methods:
        return [node]
    todo, reached = [exercise, "__init__"], set[str]()
    while todo:
        name = todo.pop()
        if name in methods and name not in reached:
            reached.add(name)
            todo += [part.attr for part in ast.walk(methods[name]) if isinstance(part, ast.Attribute)]
    others = [inner for inner in node.body if not isinstance(inner, _FUNCTIONS)]
    return [*node.bases, *node.keywords, *others, *(methods[name] for name in sorted(reached))]

"""Cut submissions out of an author's modules: one function under the exercise's name, and all that it reaches.

Comments and line breaks stay as the author wrote them, because a student's file has them too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

RIGHT = "right"
"""Name by which a mistake calls the right answer."""
_KIT = re.compile(r"torchgrade(?:_\w+)?(?:\.|$)")


class ReachesError(Exception):
    """A function of a course uses a name that no student has."""

    def __init__(self, name: str, module: str) -> None:
        super().__init__(name)
        self.name = name
        self.module = module


@dataclass(frozen=True, slots=True)
class _Statement:
    """One statement of a module, with its text and the names that it binds."""

    node: ast.stmt
    text: str
    names: frozenset[str]


def public_functions(module: str) -> dict[str, int]:
    """Return the functions of a module whose names begin with no underscore, each with its line."""
    nodes = ast.parse(module).body
    return {n.name: n.lineno for n in nodes if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")}


def mistake_text(source: str, module: str, exercise: str, reference: str) -> str:
    """Return the submission that a function of ``mistakes.py`` is.

    :param source: text of the function, which has the exercise's name.
    :param module: text of ``mistakes.py``.
    :param reference: text of the reference, which takes the place of ``right``.
    :raises ReachesError: the function uses a name that a student does not have.
    """
    helpers = [one for one in _statements(module) if not _is_kit(one)]
    kept = _reached(_statements(source), helpers)
    if not any(RIGHT in _used(one.node) for one in kept):
        return _join(one.text for one in kept)
    taken = frozenset[str]().union(*(one.names for one in kept))
    # Imports come first, because a decorator or a default of the right answer may need them when it is defined.
    imports = [one.text for one in kept if isinstance(one.node, ast.Import | ast.ImportFrom)]
    others = [one.text for one in kept if one.text not in imports]
    return _join([*imports, *_right_answer(reference, exercise, taken, kept), *others])


def variant_text(name: str, module: str, exercise: str) -> str:
    """Return the submission that a function of ``variants.py`` is.

    :raises ReachesError: the function uses a name that a student does not have.
    """
    statements = _statements(module)
    own = [one for one in statements if isinstance(one.node, ast.FunctionDef) and one.node.name == name]
    kept = _reached(own, [one for one in statements if one not in own])
    # The renamed function is the last one, so that no helper of the exercise's name takes its place.
    ordered = [*(one.text for one in kept if one not in own), *(one.text for one in own)]
    return _join(rename(text, {name: exercise}) for text in ordered)


def _statements(module: str) -> list[_Statement]:
    lines = module.splitlines()
    found = []
    for node in ast.parse(module).body:
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if is_future or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(one.lineno for one in decorators)])
        text = "\n".join(lines[first - 1 : node.end_lineno]) if node.col_offset == 0 else ast.unparse(node)
        found.append(_Statement(node, text, frozenset(_bound(node))))
    return found


def _is_kit(one: _Statement) -> bool:
    """Return whether a statement declares mistakes: decorated ways and the names ``mistake`` and ``right``."""
    if isinstance(one.node, ast.Assign) and one.names <= {"mistake", RIGHT}:
        return True
    decorators: list[ast.expr] = getattr(one.node, "decorator_list", [])
    return any("mistake" in _used(decorator) for decorator in decorators)


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield (asname or name).partition(".")[0]
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _bound(child)


def _used(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _reached(own: list[_Statement], others: list[_Statement]) -> list[_Statement]:
    """Return the statements that a function reaches, in the order of the module, and the function after them."""
    known = frozenset[str]().union(*(one.names for one in own))
    waiting = set[str]().union(*(_used(one.node) for one in own)) - known
    reached: list[_Statement] = []
    while waiting:
        name = waiting.pop()
        for one in others:
            if name in one.names and one not in reached:
                if isinstance(one.node, ast.ImportFrom) and _KIT.match(one.node.module or ""):
                    raise ReachesError(name, one.node.module or "")
                reached.append(one)
                waiting |= _used(one.node) - known
    return [*(one for one in others if one in reached), *own]


def _right_answer(reference: str, exercise: str, taken: frozenset[str], kept: list[_Statement]) -> Iterator[str]:
    """Yield the reference's statements with its function called ``right`` and no other name taken twice."""
    given = {one.text for one in kept}
    statements = [one for one in _statements(reference) if one.text not in given]
    # A module has the same name in both texts.
    own = [one.names for one in statements if not isinstance(one.node, ast.Import | ast.ImportFrom)]
    clashes = frozenset[str]().union(*own) & taken - {exercise}
    names = {**{name: f"{RIGHT}_{name}" for name in clashes}, exercise: RIGHT}
    return (rename(one.text, names) for one in statements)


def rename(text: str, names: Mapping[str, str]) -> str:
    """Return the text with other names in place of these; attributes, arguments and strings stay."""
    places: dict[tuple[int, int], str] = {}
    lines = [line.encode() for line in text.split("\n")]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and node.id in names:
            places[node.lineno, node.col_offset] = node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name in names:
            found = re.search(rb"(?:def|class)\s+", lines[node.lineno - 1][node.col_offset :])
            assert found is not None
            places[node.lineno, node.col_offset + found.end()] = node.name
    for (row, column), old in sorted(places.items(), reverse=True):
        line = lines[row - 1]
        # Before Python 3.12, nodes inside an f-string have no true place.
        if line[column:].startswith(old.encode()):
            lines[row - 1] = line[:column] + names[old].encode() + line[column + len(old.encode()) :]
    return b"\n".join(lines).decode()


def _join(texts: Iterable[str]) -> str:
    # Annotations of a reference may use names that only a type checker imports.
    return "from __future__ import annotations\n\n" + "\n\n\n".join(texts) + "\n"

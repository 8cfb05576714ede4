"""Conversion of the needed items into the records that the worker executes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from torchgrade.model.slices import Method, Statement, Unit
from torchgrade.slicing.items import Item, walk
from torchgrade.slicing.reach import Reach, drops

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_WINDOW = 80


def _trimmed(part: list[bytes], node: ast.stmt) -> None:
    """Cut off other statements on the first or the last line of a statement."""
    # Look only at a window, because 50,000 statements on one line must not copy the line 50,000 times.
    start, end = node.col_offset, node.end_col_offset or 0
    head = start if part[0][: min(start, _WINDOW)].strip() else 0
    tail = end if part[-1][end : end + _WINDOW].lstrip()[:1] in (b";", b"\\") else None
    if len(part) == 1:
        part[0] = part[0][head:tail]
    else:
        part[0], part[-1] = part[0][head:], part[-1][:tail]


def _text(lines: Sequence[bytes], item: Item) -> tuple[int, str]:
    """Return the first line and the text of an item in a form that parses alone."""
    first = item.first_line
    part = list(lines[first - 1 : item.last_line])
    _trimmed(part, item.node)
    if item.wrapped and part[0].startswith(b"elif"):
        part.insert(0, b"if False: pass")
    elif part[0].startswith((b" ", b"\t")):
        # Keep the indentation, because dedenting would change strings of several lines.
        part.insert(0, b"if True:")
    return item.last_line + 1 - len(part), b"\n".join(part).decode()


def _absolute(node: ast.stmt, siblings: Iterable[str]) -> str | None:
    """Return a relative import from beside the file without its dot, otherwise None: a slice is not a package."""
    if not isinstance(node, ast.ImportFrom) or node.level != 1:
        return None
    if node.module is not None:
        return ast.unparse(ast.ImportFrom(node.module, node.names, 0)) if node.module in siblings else None
    names = [alias for alias in node.names if alias.name in siblings]
    return ast.unparse(ast.Import(names)) if names else None


def _statement(reach: Reach, item: Item, lines: Sequence[bytes]) -> Statement:
    line, source = _text(lines, item)
    absolute = _absolute(item.node, reach.siblings)
    if absolute is not None:
        line, source = item.first_line, absolute
    live = [part for part in walk([item]) if part in reach.live]
    return Statement(
        file=reach.outline.code_name(item.label),
        line=line,
        source=source,
        drop=drops(item, reach.live),
        binds=sorted({name for part in live for name in part.names.binds}),
        star=item.star,
        without_self=item.without_self,
    )


def unit_of(reach: Reach, module: str, extra: Sequence[Item] = (), methods: Sequence[Method] = ()) -> Unit:
    """Return the module made of the needed part of one file, in file order.

    :param extra: definitions that were moved out of others.
    :param methods: methods that are called as functions.
    """
    outline = reach.outline
    live = [item for item in outline.items if item in reach.live]
    lines = {label: text.encode().split(b"\n") for label, text in outline.sources.items()}
    statements = [
        _statement(reach, item, lines[item.label]) for item in sorted((*live, *extra), key=lambda item: item.order)
    ]
    used = {statement.file for statement in statements}
    sources = {outline.code_name(label): outline.shown.get(label, text) for label, text in outline.sources.items()}
    extra_names = (name for item in extra for name in item.names.binds)
    return Unit(
        module=module,
        sources={name: text for name, text in sources.items() if name in used},
        statements=statements,
        own=sorted({*outline.bindings, *extra_names}),
        methods=list(methods),
    )

"""Code that an export of a notebook keeps as strings: ``get_ipython().run_cell_magic("time", "", "def ...")``."""

from __future__ import annotations

import ast
import textwrap
from typing import NamedTuple

from torchgrade.readers.magics import CellMagic, Opened, line_code, open_cells

_ARGUMENTS = {"run_cell_magic": 3, "run_line_magic": 2, "magic": 1, "run_cell": 1}
_OF_SHELLS_ONLY = frozenset({"run_cell_magic", "run_line_magic"})
"""Methods that only IPython's shell has, so that the shell may have any name."""


class Embedded(NamedTuple):
    """The code of one string."""

    code: str
    string: ast.expr
    """Node of the string itself."""
    magic: CellMagic | None = None
    """Cell magic above the code in the submission."""


def _method_of_shell(call: ast.Call) -> str:
    """Return the called method of IPython's shell, or an empty string if the call is another one."""
    method = call.func
    if not isinstance(method, ast.Attribute):
        return ""
    shell = method.value.func if isinstance(method.value, ast.Call) else None
    is_shell = isinstance(shell, ast.Name) and shell.id == "get_ipython"
    return method.attr if is_shell or method.attr in _OF_SHELLS_ONLY else ""


def _strings(call: ast.Call) -> list[tuple[ast.expr, str]]:
    values = [(argument, argument.value) for argument in call.args if isinstance(argument, ast.Constant)]
    return [(argument, value) for argument, value in values if isinstance(value, str)]


def embedded(node: ast.stmt) -> Embedded | None:
    """Return the code that a statement passes to IPython as a string, or None if the statement passes no code."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call):
        return None
    method, strings = _method_of_shell(call), _strings(call)
    if len(strings) < _ARGUMENTS.get(method, len(strings) + 1):
        return None
    texts = [text for _, text in strings]
    if method == "run_cell_magic":
        return Embedded(texts[2], strings[2][0], CellMagic(texts[0], texts[1], -1))
    if method == "run_cell":
        return Embedded(texts[0], strings[0][0])
    name, _, rest = texts[0].lstrip("%").partition(" ") if method == "magic" else (texts[0], "", texts[1])
    code = line_code(name, rest)
    return Embedded(code, strings[0][0]) if code else None


def unparsable(node: ast.stmt, apps: set[str]) -> Embedded | None:
    """Return the code of a cell that marimo could not parse and keeps as a string.

    Return None for other statements.

    :param apps: names of the notebook's apps.
    """
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner, strings = call.func.value, _strings(call)
    if call.func.attr != "_unparsable_cell" or not isinstance(owner, ast.Name) or owner.id not in apps or not strings:
        return None
    return Embedded(textwrap.dedent(strings[0][1]), strings[0][0])


def in_place(code: Embedded) -> Opened | None:
    """Return the opened code, or None if it cannot stay at its place in the file.

    Each of its lines must be a line of the file. All of it must be Python for the file itself.
    """
    count = (code.string.end_lineno or 0) - code.string.lineno
    # Adjacent strings end with the line feed of the last line, which adds no line to the file.
    if count not in (code.code.count("\n"), code.code.rstrip("\n").count("\n")):
        return None
    opened = open_cells(code.code.rstrip("\n"), magic=code.magic)
    return None if opened.written or opened.closed else opened

"""Code that an export of a notebook holds as strings: ``get_ipython().run_cell_magic("time", "", "def ...")``."""

from __future__ import annotations

import ast
import textwrap
from typing import NamedTuple

from torchgrade.submissions.magics import CellMagic, line_code

_ARGUMENTS = {"run_cell_magic": 3, "run_line_magic": 2, "magic": 1, "run_cell": 1}


class Embedded(NamedTuple):
    """The code of one string."""

    code: str
    magic: CellMagic | None = None
    """The cell magic that it was submitted with."""
    is_line: bool = False
    """Whether it takes the place of the call, because it is a single statement."""


def _method_of_shell(call: ast.Call) -> str:
    """Return the method of IPython's shell that is called, or an empty string."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not isinstance(method.value, ast.Call):
        return ""
    shell = method.value.func
    return method.attr if isinstance(shell, ast.Name) and shell.id == "get_ipython" else ""


def _texts(call: ast.Call) -> list[str]:
    values = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return [value for value in values if isinstance(value, str)]


def embedded(node: ast.stmt) -> Embedded | None:
    """Return the code that a statement gives to IPython as a string, or None if it gives none."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call):
        return None
    method, texts = _method_of_shell(call), _texts(call)
    if len(texts) < _ARGUMENTS.get(method, len(texts) + 1):
        return None
    if method == "run_cell_magic":
        return Embedded(texts[2], CellMagic(texts[0], texts[1], -1))
    if method == "run_cell":
        return Embedded(texts[0])
    name, _, rest = texts[0].lstrip("%").partition(" ") if method == "magic" else (texts[0], "", texts[1])
    code = line_code(name, rest)
    return Embedded(code, is_line=True) if code else None


def unparsable(node: ast.stmt, apps: set[str]) -> Embedded | None:
    """Return the code of a cell that marimo could not parse and keeps as a string, or None if it is no such cell.

    :param apps: names of the notebook's apps.
    """
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner, texts = call.func.value, _texts(call)
    if call.func.attr != "_unparsable_cell" or not isinstance(owner, ast.Name) or owner.id not in apps or not texts:
        return None
    return Embedded(textwrap.dedent(texts[0]))

"""What the definition of an exercise looks like: its parameters, and whether it was begun."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING

from msgspec import Struct, field

from torchgrade.readers.parsing import BrokenCodeError, parse
from torchgrade.slicing.items import DEFINITIONS, Definition

if TYPE_CHECKING:
    from torchgrade.slicing.names import Function

_KEEP_SIGNATURE = frozenset(
    {
        "no_grad",
        "inference_mode",
        "enable_grad",
        "set_grad_enabled",
        "staticmethod",
        "classmethod",
        "add_to_class",
        "wraps",
        "script",
        "compile",
    }
)


class Signature(Struct, frozen=True, kw_only=True):
    """How a function can be called by position."""

    parameters: list[str] = field(default_factory=list)
    """Names of the positional parameters."""
    required: int = 0
    """How many of them have no default."""
    accepts: int | None = None
    """How many arguments it takes at most; None where that is open or unknown."""


def dotted(node: ast.expr, limit: int = 8) -> str | None:
    """Return ``a.b.c`` for such an expression of at most ``limit`` names, else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < limit:
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join((node.id, *reversed(parts)))


def last_name(node: ast.expr) -> str:
    """Return the last name of what is called or named: ``no_grad`` for ``torch.no_grad()``."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _of_function(node: Function | ast.Lambda, *, bound: bool) -> Signature:
    arguments = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    required = len(arguments) - len(node.args.defaults)
    if bound:
        arguments, required = arguments[1:], max(0, required - 1)
    accepts = None if node.args.vararg else len(arguments)
    return Signature(parameters=arguments, required=required, accepts=accepts)


def signature(node: Definition | ast.Lambda | None, *, bound: bool = False) -> Signature:
    """Return how a definition is called; an open signature where its text does not say.

    :param bound: whether it is a method, whose first parameter no caller gives.
    """
    if isinstance(node, ast.ClassDef):
        for inner in reversed(node.body):
            if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                return _of_function(inner, bound=True)
        return Signature()
    if node is None:
        return Signature()
    decorators = getattr(node, "decorator_list", [])
    written = _of_function(node, bound=bound)
    if any(last_name(decorator) not in _KEEP_SIGNATURE for decorator in decorators):
        # A decorator may change how it is called, so its names are all that the text says.
        return Signature(parameters=written.parameters)
    return written


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Raise) and node.exc is not None and last_name(node.exc) == "NotImplementedError"


def _body(node: Definition) -> list[str]:
    """Return the statements of a body as text without places, the docstring left out."""
    try:
        return [ast.dump(s) for s in node.body if not _says_nothing(s)]
    except (RecursionError, ValueError):
        # Too deep, or a number that is too long to be written in decimal.
        return ["?"]


@functools.lru_cache(maxsize=64)
def stub_bodies(stub: str, exercise: str) -> list[str]:
    """Return the body that the stub's text gives the exercise; empty where there is none."""
    try:
        tree = parse(stub)
    except BrokenCodeError:
        return []
    found = [n for n in tree.body if isinstance(n, DEFINITIONS) and n.name == exercise]
    return _body(found[-1]) if found else []


def is_stub(node: Definition | ast.Lambda | None, stub_body: list[str]) -> bool:
    """Say whether a definition has nothing in it yet, or just what the stub has."""
    if isinstance(node, ast.ClassDef):
        inner = [n for n in node.body if not _says_nothing(n)]
        if all(isinstance(n, DEFINITIONS) and is_stub(n, []) for n in inner):
            return True
    elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    elif all(map(_says_nothing, node.body)):
        return True
    return bool(stub_body) and _body(node) == stub_body

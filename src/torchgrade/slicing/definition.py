"""Form of an exercise's definition: its parameters, and whether the student has started it."""

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
    """Positional parameters of a function."""

    parameters: list[str] = field(default_factory=list)
    """Names of the parameters."""
    required: int = 0
    """Number of parameters without a default."""
    accepts: int | None = None
    """Maximum number of arguments; None if unlimited or unknown."""


def dotted(node: ast.expr, limit: int = 8) -> str | None:
    """Return ``a.b.c`` for an expression of this form with at most ``limit`` names, otherwise None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < limit:
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join((node.id, *reversed(parts)))


def last_name(node: ast.expr) -> str:
    """Return the last name in a call or a dotted name: ``no_grad`` for ``torch.no_grad()``."""
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
    """Return the signature of a definition; return an open signature if the text does not show it.

    :param bound: whether the definition is a method, whose first parameter is not passed by the caller.
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
        # Return only the names, because a decorator may change the number of arguments.
        return Signature(parameters=written.parameters)
    return written


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Raise) and node.exc is not None and last_name(node.exc) == "NotImplementedError"


def _body(node: Definition) -> list[str]:
    """Return the statements of a body as text without positions and without the docstring."""
    try:
        return [ast.dump(s) for s in node.body if not _says_nothing(s)]
    except (RecursionError, ValueError):
        # The tree is too deep, or a number is too long for its decimal form.
        return ["?"]


@functools.lru_cache(maxsize=64)
def stub_bodies(stub: str, exercise: str) -> list[str]:
    """Return the body of the exercise in the stub's text; empty if the stub does not define it."""
    try:
        tree = parse(stub)
    except BrokenCodeError:
        return []
    found = [n for n in tree.body if isinstance(n, DEFINITIONS) and n.name == exercise]
    return _body(found[-1]) if found else []


def is_stub(node: Definition | ast.Lambda | None, stub_body: list[str]) -> bool:
    """Return whether a definition is still empty or equal to the stub."""
    if isinstance(node, ast.ClassDef):
        inner = [n for n in node.body if not _says_nothing(n)]
        if all(isinstance(n, DEFINITIONS) and is_stub(n, []) for n in inner):
            return True
    elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    elif all(map(_says_nothing, node.body)):
        return True
    return bool(stub_body) and _body(node) == stub_body

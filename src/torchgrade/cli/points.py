"""The points of checks, read from their marks without importing them: pytest and torch stay away."""

from __future__ import annotations

import ast

from msgspec import Struct

from torchgrade.errors import CourseError
from torchgrade.plugins.resources import folder


class CheckMark(Struct, frozen=True, kw_only=True):
    """One check as its text shows it."""

    name: str
    """Without the exercise and without ``test_``."""
    points: float
    """Points that it is worth."""


def read_marks(package: str) -> tuple[CheckMark, ...]:
    """Return the checks in ``checks.py`` of a package, in the order of the text.

    :raises CourseError: the text is not there or does not parse, or a mark does not state its points as a number.
    """
    try:
        tree = ast.parse((folder(package) / "checks.py").read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        raise CourseError(f"torchgrade cannot read checks.py of {package}: {error}.") from error
    return tuple(
        CheckMark(name=node.name.removeprefix("test_"), points=_points(node, package))
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def _points(node: ast.FunctionDef, package: str) -> float:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.check"):
            for keyword in decorator.keywords:
                value = keyword.value
                if keyword.arg == "points" and isinstance(value, ast.Constant) and isinstance(value.value, int | float):
                    return float(value.value)
    raise CourseError(f"{package}: the mark of {node.name} must state its points as a number, points=1.")

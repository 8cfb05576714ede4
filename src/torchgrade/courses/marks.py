"""Points of checks, read from their marks without importing the checks, because that would import torch."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable

from msgspec import Struct

from torchgrade.errors import CourseError
from torchgrade.model.places import place
from torchgrade.model.told import told


class CheckMark(Struct, frozen=True, kw_only=True):
    """One check as its text shows it."""

    name: str
    """Name without the exercise and without ``test_``."""
    points: float
    """Points of the check."""


def read_marks(file: Traversable) -> tuple[CheckMark, ...]:
    """Return the checks in a file, in the order of the text: functions, and standard checks in one line.

    :raises CourseError: the text is missing or does not parse, or a mark does not state its points.
    """
    try:
        tree = ast.parse(file.read_bytes())
    except SyntaxError as error:
        where = place(str(file), error.lineno or 0)
        raise CourseError(told("error.course.syntax", place=where, reason=error.msg)) from error
    except (OSError, ValueError) as error:
        raise CourseError(told("error.course.checks_unreadable", file=str(file), reason=str(error))) from error
    return tuple(
        CheckMark(name=name.removeprefix("test_"), points=_points(name, calls, file, node.lineno))
        for node in tree.body
        for name, calls in _test(node)
        if name.startswith("test_")
    )


def _test(node: ast.stmt) -> Iterator[tuple[str, list[ast.Call]]]:
    """Yield the name of a function or of a standard check, with the calls that may state its points."""
    if isinstance(node, ast.FunctionDef):
        calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
        yield node.name, [call for call in calls if ast.unparse(call.func).endswith("mark.check")]
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, [node.value]


def _points(name: str, calls: Sequence[ast.Call], file: Traversable, line: int) -> float:
    for keyword in (keyword for call in calls for keyword in call.keywords):
        value = keyword.value
        if keyword.arg == "points" and isinstance(value, ast.Constant) and isinstance(value.value, int | float):
            return float(value.value)
    raise CourseError(told("error.course.mark_points", place=place(str(file), line), name=name))

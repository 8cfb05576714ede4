"""Symptoms of conditions around the line that asked a vector of classes for a second dimension."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from torchgrade.checking.diagnosis import Symptom, raised
from torchgrade.checking.tried import Tried

_MOST = 200
"""Characters of a line in a worker's reply."""
_ROWS = r"\blen\({y}\)|\b{y}\.(?:shape\[0\]|size\((?:dim=)?0\)|size\(\)\[0\]|numel\(\))"
_DIMENSIONS = r"\b{y}\.(?:ndim\b|dim\(\)|ndimension\(\))|\blen\((?:tuple\(|list\()?{y}\.(?:shape|size\(\))\)"
_SECOND_SIZE = r"\b{y}\.(?:shape\[1\]|size\((?:dim=)?1\)|size\(\)\[1\])"
_SECOND = _SECOND_SIZE + r"|\blen\({y}\[[^\]]*\]\)|\b{y}\[[^\]]*\]\.|\b{y}\[[^\]]*,"

no_dimension = raised(
    "IndexError: tuple index out of range", "IndexError: Dimension out of range", "too many indices for tensor",
    "len() of a 0-d tensor", "iteration over a 0-d tensor", "invalid index of a 0-dim tensor", "0-dim tensor",
    "not enough values to unpack (expected 2, got 1)", "is out of bounds for array of dimension 1",
)  # fmt: skip
"""Symptom of asking a vector for a second dimension, or one of its elements for a first one."""


def guarded_as(kind: str) -> Symptom:
    """Return the symptom of a guard of that kind.

    :param kind: ``none``; ``second``, only the second size, as in edition 0.7; ``late``, the second dimension before
        the number of dimensions; ``rows``, the number of rows; ``through``, another condition that is true of a vector.
    """
    return lambda tried: no_dimension(tried) is True and guard_of(tried) == kind


def guard_of(tried: Tried) -> str:
    """Return the kind of the guard; empty if the text has one elsewhere whose work is not clear."""
    y = re.escape(next(iter(tried.written.parameters), tried.names[0]))
    tree = ast.parse(tried.written.text)
    lines = _lines(tried)
    if any(isinstance(node, ast.Try) and not lines.isdisjoint(_range(node)) for node in ast.walk(tree)):
        return ""
    found = list(_conditions(tree, lines, y))
    in_test = next((condition for condition, inside in found if inside), None)
    if in_test is not None:
        return _kind_of_test(in_test, y)
    if found:
        rows, dimensions = (any(_asks(part, condition, y) for condition, _ in found) for part in (_ROWS, _DIMENSIONS))
        return "rows" if rows and not dimensions else "through"
    return "" if re.search(r"\.ndim\b|\.dim\(\)|\blen\(\w+\.(?:shape|size\(\))\)", tried.written.text) else "none"


def _kind_of_test(condition: str, y: str) -> str:
    if _asks(_DIMENSIONS, condition, y):
        return "late"
    if _asks(_ROWS, condition, y):
        return "rows"
    return "second" if _asks(_SECOND_SIZE, condition, y) else "late"


def _lines(tried: Tried) -> set[int]:
    """Return the lines of the text that are equal to the one that raised."""
    at = tried.raised_at.strip()
    lines = enumerate(tried.written.text.splitlines(), 1)
    return {number for number, line in lines if at and line.strip()[:_MOST] == at}


def _conditions(tree: ast.AST, lines: set[int], y: str) -> Iterator[tuple[str, bool]]:
    """Yield each condition on the predictions around one of the lines, and whether the line is in the condition."""
    values = _values(tree, y)
    for node in ast.walk(tree):
        if not isinstance(node, ast.If | ast.IfExp | ast.While | ast.BoolOp) or lines.isdisjoint(_range(node)):
            continue
        test = node if isinstance(node, ast.BoolOp) else node.test
        names = {name.id for name in ast.walk(test) if isinstance(name, ast.Name)}
        condition = " ".join([ast.unparse(test), *(values[name] for name in sorted(names & values.keys()))])
        inside = not lines.isdisjoint(_range(test)) and _asks_second_first(condition, y)
        if re.search(rf"\b{y}\b", condition) and (inside or not isinstance(node, ast.BoolOp)):
            yield condition, inside


def _values(tree: ast.AST, y: str) -> dict[str, str]:
    """Return the expressions of the predictions that have a name, by that name."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            value = ast.unparse(node.value)
            if re.search(rf"\b{y}\b", value) and node.targets[0].id != y:
                found[node.targets[0].id] = value
    return found


def _range(node: ast.stmt | ast.expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _asks(pattern: str, condition: str, y: str) -> re.Match[str] | None:
    return re.search(pattern.replace("{y}", y), condition)


def _asks_second_first(condition: str, y: str) -> bool:
    """Return whether a condition asks for the second dimension before the number of dimensions."""
    second, dimensions = (_asks(pattern, condition, y) for pattern in (_SECOND, _DIMENSIONS))
    return second is not None and (dimensions is None or second.start() < dimensions.start())

"""Distinction between a student's assert on the progress of a training and an assert on its arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_ON_ARGUMENTS = re.compile(r"\b(?:isinstance|issubclass|callable|hasattr|type)\(|\.(?:shape|size|ndim|dim|dtype)\b")


def is_on_training(line: str, text: str) -> bool:
    """Return whether an assert is on the progress of the training: in the loop, and not on types and shapes.

    :param line: student's line that raised; for an assert over several lines, any of its lines.
    :param text: student's text.
    """
    if _ON_ARGUMENTS.search(line):
        return False
    try:
        tree = ast.parse(text)
        places = [looped for part, looped in _asserts(tree, text, looped=True) if line.strip() in part]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    # Return True if the text of the assert is not found, because this case is more frequent.
    return any(places) or not places


def _asserts(tree: ast.AST, text: str, *, looped: bool) -> Iterator[tuple[str, bool]]:
    """Yield the text of each assert, and whether the loop over the epochs reaches it; helpers count as reached."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Assert():
                yield ast.get_source_segment(text, node) or "", looped
            case ast.FunctionDef(name="train_ch3"):
                yield from _asserts(node, text, looped=False)
            case ast.For() | ast.While() | ast.FunctionDef():
                yield from _asserts(node, text, looped=True)
            case _:
                yield from _asserts(node, text, looped=looped)

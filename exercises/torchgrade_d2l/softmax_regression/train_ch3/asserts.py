"""Tell a student's assert on the progress of a training from one on its arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_ON_ARGUMENTS = re.compile(r"\b(?:isinstance|issubclass|callable|hasattr|type)\(|\.(?:shape|size|ndim|dim|dtype)\b")


def is_on_training(line: str, text: str) -> bool:
    """Report whether an assert is on the progress of the training: in the loop, and not on types and shapes.

    :param line: the student's line that raised; of an assert over several lines, any of them.
    :param text: the student's text.
    """
    if _ON_ARGUMENTS.search(line):
        return False
    try:
        tree = ast.parse(text)
        places = [looped for part, looped in _asserts(tree, text, looped=True) if line.strip() in part]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    # An assert whose text is not found counts as the more frequent case.
    return any(places) or not places


def _asserts(tree: ast.AST, text: str, *, looped: bool) -> Iterator[tuple[str, bool]]:
    """Yield the text of each assert, and whether the loop over the epochs reaches it, as it reaches any helper."""
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

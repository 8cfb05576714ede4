"""Which assert of a student's own stopped a training: one on how good it is, or one on what it was given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_ON_ARGUMENTS = re.compile(r"\b(?:isinstance|issubclass|callable|hasattr|type)\(|\.(?:shape|size|ndim|dim|dtype)\b")


def is_on_training(line: str, text: str) -> bool:
    """Say whether an assert looks at how good the training is: it runs in the loop, and not on types and shapes.

    :param line: what the student's text has where the assert was raised; of an assert over lines, any of them.
    :param text: the student's text.
    """
    if _ON_ARGUMENTS.search(line):
        return False
    try:
        tree = ast.parse(text)
        places = [looped for part, looped in _asserts(tree, text, looped=True) if line.strip() in part]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    # An assert whose text is found nowhere is left to the more frequent case.
    return any(places) or not places


def _asserts(tree: ast.AST, text: str, *, looped: bool) -> Iterator[tuple[str, bool]]:
    """Yield the text of each assert, and whether the loop over the epochs reaches it: a helper is called from there."""
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

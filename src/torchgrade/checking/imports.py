"""Import statements in a submission's text: the statement that binds a name, and the text's names for numpy."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_LONGEST = 200
"""Characters of a statement that are quoted."""


def import_of(text: str, name: str) -> str:
    """Return the import statement that binds a name, on one line and without comments, or an empty string."""
    node = statement_of(text, name)
    # Written out from the tree, because a list in parentheses may span lines and contain comments.
    line = "" if node is None else ast.unparse(node)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"


def statement_of(text: str, name: str) -> ast.Import | ast.ImportFrom | None:
    """Return the first import statement that binds a name, or None."""
    for node in _imports(text):
        if name in {alias.asname or alias.name.partition(".")[0] for alias in node.names}:
            return node
    return None


def numpy_names(text: str) -> tuple[set[str], dict[str, str]]:
    """Return the names of numpy or a part of it, and the functions imported from it with their own names.

    A star import gives the function ``*``.
    """
    modules, functions = {"np", "numpy"}, {}
    for node in _imports(text):
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            if isinstance(node, ast.Import):
                # `np` may be another library, such as jax.numpy or mxnet.np.
                (modules.add if alias.name.partition(".")[0] == "numpy" else modules.discard)(bound)
            elif (node.module or "").partition(".")[0] == "numpy":
                functions[bound] = alias.name
                if alias.name in ("random", "linalg"):
                    modules.add(bound)
            else:
                modules.discard(bound)
    return modules, functions


def _imports(text: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the import statements of a text in the order of its lines. Yield no statement if the text is not Python."""
    try:
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield from sorted(nodes, key=lambda node: (node.lineno, node.col_offset))

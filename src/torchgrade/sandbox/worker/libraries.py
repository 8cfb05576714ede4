"""Import of libraries outside the time limits of statements, because a slow machine is not a student's mistake."""

from __future__ import annotations

import ast
import contextlib
import importlib
import sys
from collections.abc import Iterator

from torchgrade.readers.running import LIBRARIES

_INSTALLED = LIBRARIES - sys.stdlib_module_names
"""Libraries that take seconds to import."""


def import_libraries(tree: ast.Module) -> None:
    """Import the libraries that the statements of a tree import.

    A failed import is ignored, because the statement itself will show the failure.
    """
    for node in tree.body:
        for name in _modules(node):
            if name.partition(".")[0] in _INSTALLED and name not in sys.modules:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)


def _modules(node: ast.stmt) -> Iterator[str]:
    """Yield the names of modules that a statement imports; an imported name may itself be a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        for alias in node.names:
            if not hasattr(sys.modules.get(node.module), alias.name):
                yield f"{node.module}.{alias.name}"

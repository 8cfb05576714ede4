"""Code that may change what it did not define, so that its effects outlast its exercise (ruling 46)."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from types import ModuleType
from typing import Any

_INDIRECT = re.compile(
    r"\b(?:setattr|delattr|exec|eval|globals|vars|__dict__|__builtins__|builtins|importlib|mock|patch|ctypes|gc|atexit)\b"
)
"""Words of code whose effect its text does not show."""


def is_indirect(source: str) -> bool:
    """Return whether a text has words that can change anything: ``setattr``, ``exec``, ``__dict__``."""
    return bool(_INDIRECT.search(source))


def roots(tree: ast.AST) -> Iterator[str]:
    """Yield the first name of each attribute that is assigned or deleted: ``torch`` of ``torch.nn.Linear.bias = 1``.

    An item of an attribute counts too: ``sys`` of ``sys.modules["d2l"] = net``.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            base: ast.expr = node
            has_attribute = False
            while isinstance(base, ast.Attribute | ast.Subscript):
                has_attribute = has_attribute or isinstance(base, ast.Attribute)
                base = base.value
            if has_attribute and isinstance(base, ast.Name):
                yield base.id


def is_foreign(value: Any, own: Collection[str]) -> bool:
    """Return whether a value is a module, or a class that none of the submission's modules defines.

    :param own: names of the submission's modules.
    """
    if isinstance(value, type):
        return value.__module__ not in own
    return isinstance(value, ModuleType) and value.__name__ not in own

"""Other frameworks than PyTorch in the imports of a file, because the book exists for several."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.model.phrases import Phrase
from torchgrade.slicing.items import walk

if TYPE_CHECKING:
    from torchgrade.slicing.outline import Outline

FRAMEWORKS = {
    "mxnet": "MXNet",
    "tensorflow": "TensorFlow",
    "keras": "Keras",
    "jax": "JAX",
    "flax": "JAX",
    "paddle": "PaddlePaddle",
    "mindspore": "MindSpore",
}
"""Names of frameworks by the module that a file imports."""
_PYTORCH = frozenset({"torch", "torchvision", "d2lzh_pytorch", "d2l_pytorch"})


class OtherFramework(Struct, frozen=True, kw_only=True):
    """Import of another framework in a file that does not import PyTorch."""

    module: str
    """Name of the module: ``mxnet``."""
    place: Phrase
    """Words for the place of the import: ``ada.py, line 1``."""

    @property
    def name(self) -> str:
        """Name of the framework."""
        return FRAMEWORKS[self.module]


def other_framework(outline: Outline) -> OtherFramework | None:
    """Return the first import of another framework; return None if there is none, or if the file imports PyTorch."""
    first = None
    for item in walk(outline.items):
        for module in modules_of(item.node):
            if module in _PYTORCH:
                return None
            if first is None and module in FRAMEWORKS:
                first = OtherFramework(module=module, place=outline.place_of(item))
    return first


def modules_of(node: ast.AST) -> Iterator[str]:
    """Yield the top-level names of the modules that a statement imports, with ``mxnet`` for ``d2l.mxnet``."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        return
    for name in names:
        first, _, rest = name.partition(".")
        yield rest.partition(".")[0] if first == "d2l" and rest else first

"""Libraries are imported before the clock of a statement starts."""

from __future__ import annotations

import ast
import importlib

import pytest

from torchgrade.sandbox.worker import libraries
from torchgrade.sandbox.worker.libraries import import_libraries


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names that were imported; nothing is imported in fact."""
    names: list[str] = []
    monkeypatch.setattr(libraries.sys, "modules", {"torch": importlib.import_module("torch")})
    monkeypatch.setattr(libraries.importlib, "import_module", names.append)
    return names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import torchvision", ["torchvision"]),
        ("from torchvision import transforms", ["torchvision", "torchvision.transforms"]),
        ("from matplotlib import pyplot as plt", ["matplotlib", "matplotlib.pyplot"]),
        ("import numpy as np, torchvision.transforms", ["numpy", "torchvision.transforms"]),
    ],
)
def test_the_modules_of_an_import_are_imported(text: str, names: list[str], imported: list[str]) -> None:
    import_libraries(ast.parse(text))

    assert imported == names


@pytest.mark.parametrize(
    "text", ["import torch", "from torch import nn", "import antigravity", "from . import numpy", "import d2l", "x = 1"]
)
def test_nothing_else_is_imported(text: str, imported: list[str]) -> None:
    import_libraries(ast.parse(text))

    assert imported == []


def test_an_import_that_fails_is_left_to_its_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise AttributeError(name)

    monkeypatch.setattr(libraries.importlib, "import_module", fail)

    import_libraries(ast.parse("import torchvision.nothing"))

"""Shared fixtures for the tests of slicing: sentences, outlines, slices, and a small worker."""

from __future__ import annotations

import importlib.resources
import json
import sys
import types
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from torchgrade.model.catalogue import load_catalogue
from torchgrade.readers import fences, notebook, python
from torchgrade.sandbox.worker.methods import bind
from torchgrade.sandbox.worker.trees import parse
from torchgrade.slicing.cutting import ReadFile, Slice, cut
from torchgrade.slicing.outline import Outline, read_outline

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

Cut = Callable[..., Slice]
HOUR = 3600 * 10**9
NOON = 1_760_000_400 * 10**9
"""A day in the autumn of 2025, in nanoseconds."""


@pytest.fixture(scope="session")
def say() -> Say:
    return load_catalogue([importlib.resources.files("torchgrade") / "catalogues"]).note


@pytest.fixture(scope="session")
def outline_of(say: Say) -> Callable[..., Outline]:
    def read(text: str | bytes, name: str = "ada.py") -> Outline:
        data = text.encode() if isinstance(text, str) else text
        readers = {".ipynb": notebook, ".qmd": fences, ".md": fences}
        reader = readers.get(name[name.rfind(".") :], python)
        return read_outline(name, reader.cells(data), say)

    return read


@pytest.fixture(scope="session")
def notebook_of() -> Callable[..., bytes]:
    def make(*cells: str | tuple[str, str]) -> bytes:
        """Return a notebook of code cells; a pair is the kind of a cell and its text."""
        pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
        made = [
            {
                "cell_type": kind,
                "metadata": {},
                "source": text.splitlines(keepends=True),
                "outputs": [],
            }
            for kind, text in pairs
        ]
        return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}).encode()

    return make


@pytest.fixture(scope="session")
def cut_of(say: Say, outline_of: Callable[..., Outline]) -> Cut:
    def make(
        files: str | bytes | dict[str, str | bytes],
        exercise: str = "softmax",
        *,
        times: Sequence[int] = (),
        **options: Any,
    ) -> Slice:
        """Cut one file called ada.py, or several by name; later files are newer.

        :param times: hours of the last changes of the files.
        """
        named = files if isinstance(files, dict) else {"ada.py": files}
        changed = times or range(len(named))
        read = [
            ReadFile(name=name, mtime_ns=NOON + time * HOUR, outline=outline_of(text, name))
            for (name, text), time in zip(named.items(), changed, strict=True)
        ]
        return cut(read, exercise, say=say, **options)

    return make


@pytest.fixture
def execute(monkeypatch: pytest.MonkeyPatch) -> Callable[[Slice], dict[str, Any]]:
    """Run the statements of a slice like the worker, and return the names of its last module."""

    def run(found: Slice) -> dict[str, Any]:
        space: dict[str, Any] = {}
        for unit in found.units:
            module = types.ModuleType(unit.module)
            monkeypatch.setitem(sys.modules, unit.module, module)
            space = module.__dict__
            for statement in unit.statements:
                exec(compile(parse(statement), statement.file, "exec"), space)
            for method in unit.methods:
                bind(method, module, 5.0)
        return space

    return run

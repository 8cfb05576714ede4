"""Modules that files of a course import."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.checking.imported import imported_modules

TOP = "littlecourse"


@pytest.fixture
def names(package: Path) -> set[str]:
    """Modules of the topic, which a test may import."""
    for name in ("near", "far", "other"):
        (package.parent / f"{name}.py").write_text("")
    (package.parent / "near.py").write_text("from .far import x\nfrom .near import y\n")
    return {f"{TOP}.t:near.py", f"{TOP}.t:far.py"}


@pytest.mark.parametrize(
    "text",
    [
        f"from {TOP}.t.near import x",
        f"from {TOP}.t import near",
        f"from {TOP}.t import (\n    other_name,\n    near as n,\n)",
        f"import os, {TOP}.t.near as n",
        f"def f():\n    from {TOP}.t import near",
        "from .. import near",
        "from ..near import x",
    ],
)
def test_a_module_is_found_with_those_that_it_imports_itself(names: set[str], text: str) -> None:
    assert set(imported_modules({f"{TOP}.t.f:checks.py": text.encode()}, {TOP})) == names


@pytest.mark.parametrize(
    "text", ["import torch", "from torch.nn import functional", f"import {TOP}", "from . import x"]
)
def test_other_packages_and_names_that_are_no_module_do_not_count(package: Path, text: str) -> None:
    assert imported_modules({f"{TOP}.t.f:checks.py": text.encode()}, {TOP}) == {}


def test_only_python_files_are_read_and_given_files_are_not_repeated(names: set[str]) -> None:
    text = f"from {TOP}.t import near, far".encode()
    assert imported_modules({f"{TOP}.t.f:scenario.txt": text}, {TOP}) == {}
    given = {f"{TOP}.t.f:checks.py": text, f"{TOP}.t:near.py": b""}
    assert set(imported_modules(given, {TOP})) == {f"{TOP}.t:far.py"}


def test_a_package_that_is_not_installed_has_no_modules() -> None:
    assert imported_modules({"gone.f:checks.py": b"from gone.f import oracle"}, {"gone"}) == {}

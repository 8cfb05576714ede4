"""Installations made of empty files, as a plan meets them."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from pathlib import Path

import pytest

from torchgrade.sandbox.confinement.plan import package_folders, readable


def make(root: Path, *files: str) -> Path:
    """Make empty files with the folders that they lie in; return the root."""
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("")
    return root


class Layout:
    """An installation: what is in it, and what a worker may read of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(
        self, interpreter: list[str], folders: list[str], packages: list[str], plugged: list[str] | None = None
    ) -> Layout:
        """Plan what a worker may read of places relative to the root."""

        def within(names: list[str]) -> list[str]:
            return [os.path.realpath(self.root / name) for name in names]

        asked = [str(self.root / name) for name in interpreter], within(folders), [str(self.root / p) for p in packages]
        self.trees, self.listed = readable(*asked, within(plugged or []))
        return self

    def can_read(self, file: str) -> bool:
        path = os.path.realpath(self.root / file)
        return any(path == tree or path.startswith(tree + "/") for tree in self.trees)

    def lists(self, folder: str) -> bool:
        return os.path.realpath(self.root / folder) in self.listed


class FakePython:
    """An interpreter whose folders lie in a folder of the test."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.paths = {
            "stdlib": "base/lib", "platstdlib": "venv/lib", "purelib": "venv/lib/site-packages",
            "platlib": "venv/lib/site-packages",
        }  # fmt: skip
        self.below = {**self.paths, "platstdlib": "base/lib", "purelib": "base/lib/site-packages"}
        make(root, "base/lib/os.py", "base/lib/lib-dynload/_ssl.so", "venv/lib/site-packages/x.py", "linked/y.py")
        monkeypatch.setattr(sysconfig, "get_path", self.get_path)
        monkeypatch.setattr(site, "getsitepackages", lambda: [str(root / "venv/lib/site-packages")])
        self.monkeypatch = monkeypatch
        self.search("base/lib", "base/lib/lib-dynload", "venv/lib/site-packages", "linked")

    def get_path(self, name: str, vars: dict[str, str] | None = None) -> str:  # noqa: A002 - of sysconfig
        return str(self.root / (self.below if vars else self.paths)[name])

    def search(self, *places: str) -> None:
        found = [place if os.path.isabs(place) else str(self.root / place) for place in places]
        self.monkeypatch.setattr(sys, "path", ["", *found, str(self.root / "base" / "python.zip")])

    def folders(self) -> set[str]:
        return {os.path.relpath(place, os.path.realpath(self.root)) for place in package_folders()}

"""A fresh virtual environment with torchgrade and pip alone, made without a network.

torchgrade's own requirements are linked from the environment of the tests, one distribution at a time. No course of the
repository is there, so that a document's commands print what its reader sees.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
TOOLS = ("pip", "setuptools", "pytest")
_SECONDS = 600


class FreshEnvironment:
    """Virtual environment whose programs a document's commands call."""

    def __init__(self, place: Path) -> None:
        venv.create(place, with_pip=False)
        self.place = place
        (self._packages,) = place.glob("lib/python*/site-packages")
        for distribution in _needed(["torchgrade", *TOOLS]):
            self._link(distribution)
        (self._packages / "torchgrade").symlink_to(ROOT / "src" / "torchgrade")
        self._program("torchgrade", "torchgrade.__main__:main")
        self._program("pip", "pip._internal.cli.main:main")
        self._program("pytest", "pytest:main")

    def _link(self, distribution: importlib.metadata.Distribution) -> None:
        files = distribution.files or []
        names = {file.parts[0] for file in files} - {"..", "__pycache__"}
        for name in sorted(name for name in names if not name.startswith("__editable__")):
            link = self._packages / name
            if not link.exists():
                link.symlink_to(Path(str(distribution.locate_file(name))).resolve())

    def _program(self, name: str, entry: str) -> None:
        module, _, function = entry.partition(":")
        file = self.place / "bin" / name
        text = f"#!{self.place}/bin/python\nimport sys\nfrom {module} import {function}\nsys.exit({function}())\n"
        file.write_text(text)
        file.chmod(0o755)

    def run(self, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a line of a document in a folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        further = {
            "PATH": f"{self.place / 'bin'}:{os.environ['PATH']}",
            # Nothing that an earlier reader did is remembered.
            **{f"XDG_{name}_HOME": str(self.place / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")},
            # What the document's `pip install` would download is linked already.
            "PIP_NO_INDEX": "1",
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_NO_DEPS": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_CONFIG_FILE": os.devnull,
            "COLUMNS": "100",
        }
        return subprocess.run(
            ["bash", "-c", command], cwd=folder, env={**kept, **further}, text=True, timeout=_SECONDS, check=False,
            capture_output=True,
        )  # fmt: skip


def _needed(names: list[str]) -> Iterator[importlib.metadata.Distribution]:
    """Yield distributions and everything that they require on this machine."""
    todo, seen = [Requirement(name) for name in names], set[str]()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker is not None and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        distribution = importlib.metadata.distribution(name)
        todo += [Requirement(text) for text in distribution.requires or ()]
        yield distribution

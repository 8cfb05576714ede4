"""Finders of editable installs are gone after ``forget_finders``, and back after ``restore_finders``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FINDER = """
import sys

MAPPING = {"torchgrade_somewhere": "/a/secret/folder"}


class Finder:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None if fullname in MAPPING else None

    @classmethod
    def hook(cls, path):
        raise ImportError


def install():
    sys.meta_path.append(Finder)
    sys.path_hooks.append(Finder.hook)
    sys.path.append("__editable__.somewhere.finder.__path_hook__")
"""
BEFORE = "import site, sys; site.addsitedir(sys.argv[1]); "
HAS = "'made_finder' in sys.modules, 'made_finder' in str([*sys.meta_path, *sys.path_hooks])"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of packages with an editable install in it."""
    (tmp_path / "made_finder.py").write_text(FINDER)
    (tmp_path / "made.pth").write_text("import made_finder; made_finder.install()\n")
    return tmp_path


def said(folder: Path, code: str) -> str:
    """Return what an isolated interpreter prints that has started with the folder."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", BEFORE + code, str(folder)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr


def test_a_finder_that_a_pth_file_brought_is_there_before(folder: Path) -> None:
    assert said(folder, f"print({HAS})") == "True True"


def test_it_is_nowhere_after_it_was_forgotten(folder: Path) -> None:
    code = (
        "from torchgrade.sandbox.finders import forget_finders; forget_finders(); import gc; gc.collect(); "
        f"print({HAS}, [one for one in sys.path if 'editable' in one], 'made_finder' in str(object.__subclasses__()))"
    )
    assert said(folder, code) == "False False [] False"


def test_its_names_are_gone_at_once_although_its_class_waits_for_a_collection_of_garbage(folder: Path) -> None:
    code = (
        "import gc; gc.disable(); from torchgrade.sandbox.finders import forget_finders; forget_finders(); "
        "left = [one for one in object.__subclasses__() if one.__module__ == 'made_finder']; "
        "print([one.find_spec.__globals__ for one in left])"
    )
    assert said(folder, code) == "[{}]"


def test_what_was_imported_before_still_imports_its_own_modules(folder: Path) -> None:
    code = (
        "from torchgrade.sandbox.finders import forget_finders; forget_finders(); "
        "from torchgrade.sandbox import turns; print(turns.__name__)"
    )
    assert said(folder, code) == "torchgrade.sandbox.turns"


def test_a_finder_that_a_library_adds_later_stays(folder: Path) -> None:
    code = (
        "from torchgrade.sandbox.finders import forget_finders; later = type('Later', (), {'__module__': 'later'})(); "
        "sys.meta_path.append(later); forget_finders(); print(later in sys.meta_path)"
    )
    assert said(folder, code) == "True"


def test_it_is_back_where_courses_are_imported(folder: Path) -> None:
    """The bench is forked from a process without finders, and needs them to find a course."""
    code = (
        "from torchgrade.sandbox.finders import forget_finders, restore_finders; forget_finders(); "
        "import torchgrade.sandbox; site.addsitepackages = lambda known: site.addsitedir(sys.argv[1], known); "
        f"restore_finders(); print({HAS})"
    )
    assert said(folder, code) == "True True"

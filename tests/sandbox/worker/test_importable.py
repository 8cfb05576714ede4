"""A module that a worker may not read is to libraries and students one that is not installed."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from torchgrade.sandbox.worker.importable import Importable


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Two packages, of which one may be imported; return a function that installs the finder for some names."""
    for name in ("importable_yes", "importable_no"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        (tmp_path / name / "part.py").write_text("value = 1\n")
        (tmp_path / f"{name}-1.0.dist-info").mkdir()
        (tmp_path / f"{name}-1.0.dist-info" / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("importable_")]:
        monkeypatch.delitem(sys.modules, name)

    def install(*modules: str) -> None:
        monkeypatch.setattr(sys, "meta_path", [Importable(modules, sys.meta_path)])

    return install


def test_a_module_that_may_be_imported_is_found_with_its_parts(installed: Callable[..., None]) -> None:
    installed("importable_yes")

    assert importlib.import_module("importable_yes.part").value == 1


@pytest.mark.parametrize("name", ["importable_no", "importable_no.part"])
def test_every_other_is_not_installed(name: str, installed: Callable[..., None]) -> None:
    installed("importable_yes")
    with pytest.raises(ModuleNotFoundError, match="No module named 'importable_no'") as caught:
        importlib.import_module(name)

    assert caught.value.name == "importable_no"


def test_the_question_whether_it_is_there_is_answered_with_no(installed: Callable[..., None]) -> None:
    """As libraries ask it of what they can do without, and an exception is not what they expect."""
    installed("importable_yes")

    assert importlib.util.find_spec("importable_no") is None
    assert importlib.util.find_spec("importable_yes") is not None


def test_the_standard_library_can_be_imported_whatever_else(
    installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    installed()

    assert importlib.import_module("colorsys").rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    assert importlib.import_module("xml.dom.minidom").Node is not None


def test_what_is_imported_already_stays(installed: Callable[..., None]) -> None:
    installed()

    assert importlib.import_module("pytest") is pytest


def test_a_name_that_only_begins_alike_is_another(installed: Callable[..., None]) -> None:
    installed("importable")

    assert importlib.util.find_spec("importable_no") is None


def test_distributions_are_found_as_before(installed: Callable[..., None]) -> None:
    """A library may ask for its own version."""
    installed("importable_yes")

    assert importlib.metadata.version("importable_yes") == "1.0"


def test_a_module_that_was_written_meanwhile_is_found(installed: Callable[..., None], tmp_path: Path) -> None:
    installed("importable_yes", "importable_new")
    assert importlib.util.find_spec("importable_new") is None
    (tmp_path / "importable_new.py").write_text("")
    importlib.invalidate_caches()

    assert importlib.util.find_spec("importable_new") is not None


def test_who_stands_before_it_is_asked_first(installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The course's stand-ins are put there when a submission is loaded."""
    installed()
    stand_in = importlib.util.spec_from_loader("importable_no", loader=None)

    class First:
        @staticmethod
        def find_spec(fullname: str, path: object = None, target: object = None) -> object:
            return stand_in if fullname == "importable_no" else None

    monkeypatch.setattr(sys, "meta_path", [First, *sys.meta_path])

    assert importlib.util.find_spec("importable_no") is stand_in

"""Tests of finding the file that a session has a function from."""

from __future__ import annotations

import functools
import importlib
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from torchgrade.cli.student.origins import origin_note, origin_of
from torchgrade.courses.catalogues import catalogue_for

TEXT = "def f(X):\n    return X\n\nclass g:\n    pass\n\nclass Made:\n    def __call__(self, X):\n        return X\n\nh = Made()\n"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A module of the student's in the working directory."""
    (tmp_path / "chapter.py").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("chapter")
    sys.modules.pop("chapter")


def executed_in(text: str, file: str) -> dict[str, Any]:
    """Return the names of text that was executed as if it were in a file."""
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, file, "exec"), space)
    return space


def test_a_function_of_an_imported_module_is_in_its_file(module: Any, tmp_path: Path) -> None:
    names = {"f": module.f, "g": module.g, "h": module.h, "p": functools.wraps(module.f)(lambda X: X)}

    assert [origin_of(name, names, []) for name in names] == [tmp_path / "chapter.py"] * 4


def test_a_function_of_a_module_that_was_imported_whole_is_in_its_file(module: Any, tmp_path: Path) -> None:
    assert origin_of("f", {"torch": torch, "chapter": module}, []) == tmp_path / "chapter.py"
    assert origin_of("exp", {"torch": torch, "math": math}, []) is None


def test_a_function_of_a_file_that_was_run_is_in_it(module: Any, tmp_path: Path) -> None:
    assert origin_of("f", executed_in(TEXT, "chapter.py"), ["%run chapter.py"]) == Path("chapter.py")


def test_a_notebook_that_was_run_is_named_by_the_cell_that_ran_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my work.ipynb").write_text("{}")
    names = executed_in(TEXT, "<ipython-input-1-0123>")

    assert origin_of("f", names, ["x = 1", "%run -i 'my work.ipynb'\nprint(1)"]) == Path("my work.ipynb")
    assert origin_of("f", names, ["%run other.ipynb"]) is None


@pytest.mark.parametrize(
    "cell", ["def f(X):\n    return X", "f = lambda X: X", "if 1:\n    def f(X): return X", "f: object = lambda X: X"]
)
def test_a_function_of_a_cell_is_in_no_file(cell: str, module: Any) -> None:
    names = executed_in(TEXT, "<ipython-input-1-0123>")

    assert origin_of("f", names, ["%run chapter.py", cell]) is None


def test_a_cell_that_a_kernel_keeps_in_a_file_is_a_cell(tmp_path: Path) -> None:
    place = tmp_path / "ipykernel_123" / "456.py"
    place.parent.mkdir()
    place.write_text(TEXT)

    assert origin_of("f", executed_in(TEXT, str(place)), ["def f(X):\n    return X"]) is None


@pytest.mark.parametrize("value", [math.exp, torch.softmax, torch.nn.functional.softmax, torch.nn.Softmax(), 3, None])
def test_what_a_library_brings_and_what_is_no_function_is_in_no_file(value: object) -> None:
    assert origin_of("f", {"f": value}, []) is None
    assert origin_of("f", {}, []) is None


def test_a_function_that_wraps_itself_ends() -> None:
    def f() -> None: ...

    f.__wrapped__ = f  # type: ignore[attr-defined]
    assert origin_of("f", {"f": f}, []) is None


def test_the_sentence_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    note = origin_note("f", tmp_path / 'a "b".py', catalogue_for())

    assert note.values["call"] == 'check("f", file="a \\"b\\".py")'

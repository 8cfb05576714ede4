"""Tests of notebooks of marimo."""

from __future__ import annotations

import textwrap

import pytest

from tests.readers.test_exports import Cut, Run

SOFTMAX = "def softmax(X):\n    return add(X, ONE)"
HEAD = 'import marimo\n\n__generated_with = "0.19.7"\napp = marimo.App(width="medium")\n'
MAIN = '\nif __name__ == "__main__":\n    app.run()\n'


def cell(body: str, parameters: str = "", returns: str = "", name: str = "_", decorator: str = "@app.cell") -> str:
    """Return a cell as marimo writes it."""
    return f"\n{decorator}\ndef {name}({parameters}):\n{textwrap.indent(body, '    ')}\n    return {returns}\n"


ADD = cell("def add(a, b):\n    return a + b", "", "(add,)")
ONE = cell("ONE = 1", "", "ONE,", "constants")
CELL = cell(SOFTMAX, "ONE, add", "(softmax,)")

NOTEBOOKS = {
    "in order": HEAD + ONE + ADD + CELL + MAIN,
    "cells in another order": HEAD + CELL + ADD + ONE + MAIN,
    "names as in old versions": HEAD + (ONE + ADD + CELL).replace("def _", "def __") + MAIN,
    "an alias": (HEAD + ONE + ADD + CELL + MAIN).replace("import marimo", "import marimo as mo").replace("marimo.App", "mo.App"),
    "App imported": (HEAD + ONE + ADD + CELL).replace("import marimo", "from marimo import App").replace("marimo.App", "App"),
    "App renamed": (HEAD + ONE + ADD + CELL).replace("import marimo", "from marimo import App as A").replace("marimo.App", "A"),
    "another name of the app": (HEAD + ONE + ADD + CELL + MAIN).replace("app", "notebook"),
    "an annotated app": HEAD.replace("app =", "app: marimo.App =") + ONE + ADD + CELL,
    "decorators with arguments": (HEAD + ONE + ADD + CELL).replace("@app.cell", '@app.cell(hide_code=True, column=1)'),
    "async cells": (HEAD + ONE + ADD + CELL).replace("\ndef ", "\nasync def ").replace("ONE = 1", "await x()\n    ONE = 1"),
    "setup": f"{HEAD}\nwith app.setup:\n    ONE = 1\n\n    def add(a, b):\n        return a + b\n{CELL}",
    "setup with arguments": f"{HEAD}\nwith app.setup(hide_code=True):\n    ONE = 1\n{ADD}{CELL}",
    "functions": f"{HEAD}{ONE}\n@app.function\ndef add(a, b):\n    return a + b\n\n\n@app.function(hide_code=True)\n{SOFTMAX}\n",
    "a class": f"{HEAD}{ONE}\n@app.class_definition\nclass softmax:\n    def __new__(cls, X):\n        return X + ONE\n",
    "an unparsable cell": f'{HEAD}{ONE}{ADD}\napp._unparsable_cell(\n    r"""\n{textwrap.indent(SOFTMAX, "    ")}\n    """,\n    name="_"\n)\n',
    "an unparsable cell with a magic": f'{HEAD}{ONE}{ADD}\napp._unparsable_cell(\n    r"""\n    %%time\n{textwrap.indent(SOFTMAX, "    ")}\n    """\n)\n',
    "a cell that does not parse beside": HEAD + ONE + ADD + cell("x = = 1") + CELL,
    "an alias within cells": HEAD + ONE + cell("import operator as o\nadd = o.add", "", "(add,)") + CELL,
}  # fmt: skip


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_what_cells_define_is_read_as_one_file(name: str, cut_of: Cut, execute: Run) -> None:
    found = cut_of(NOTEBOOKS[name])

    assert found.found
    assert found.parameters in (["X"], [])
    assert execute(found)["softmax"](1) == 2


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name != "a class"])
def test_lines_are_those_of_the_file(name: str, cut_of: Cut) -> None:
    text = NOTEBOOKS[name]
    line = next(number for number, line in enumerate(text.split("\n"), 1) if "def softmax(" in line)
    made = [s for s in cut_of(text).units[-1].statements if "softmax" in s.binds]

    assert [
        s.line + s.source.split("\n").index(next(t for t in s.source.split("\n") if "softmax" in t)) for s in made
    ] == [line]


def test_assignments_run_in_the_order_of_what_cells_need(cut_of: Cut, execute: Run) -> None:
    late = cell("ONE = make()", "make", "(ONE,)") + cell("def make():\n    return 1", "", "(make,)")

    assert execute(cut_of(HEAD + CELL + late + ADD))["softmax"](1) == 2


def test_cells_that_need_one_another_are_still_read(cut_of: Cut) -> None:
    circle = cell("a = b", "b", "(a,)") + cell("b = a\ndef softmax(X):\n    return X", "a", "(b, softmax)")

    assert cut_of(HEAD + circle).found


def test_a_name_with_an_underscore_belongs_to_its_cell(cut_of: Cut, execute: Run) -> None:
    first = cell(
        "def _half(x):\n    return x + 1\n\ndef softmax(X):\n    '''_half'''; return _half(X)", "", "(softmax,)"
    )
    second = cell("def _half(x):\n    return x + 5\n\n_é, y = 1, _half(3)", "", "(y,)")

    assert execute(cut_of(HEAD + first + second))["softmax"](1) == 2
    assert execute(cut_of(HEAD + second + first))["softmax"](1) == 2


def test_what_marimo_writes_around_cells_is_not_executed(cut_of: Cut) -> None:
    found = cut_of(NOTEBOOKS["in order"])

    assert not any("marimo" in s.source or "app" in s.source for s in found.units[-1].statements)
    assert [note.message_id for note in found.notes] == ["slice.skipped"]


def test_cells_are_only_those_of_marimo(cut_of: Cut) -> None:
    text = "import flask\napp = flask.App()\n\n@app.cell\ndef page():\n    def softmax(X):\n        return X\n    return softmax\n"

    assert [note.message_id for note in cut_of(text).notes][:1] == ["slice.nested"]


def test_definitions_of_top_level_run_in_the_order_of_what_they_need(cut_of: Cut, execute: Run) -> None:
    use = cell("add = Add()\n\ndef softmax(X):\n    return add(X)", "Add", "(add, softmax)")
    derived = "\n@app.class_definition\nclass Add(Base):\n    def __call__(self, x, one=ONE):\n        return x + one\n"
    base = "\n@app.class_definition(hide_code=True)\nclass Base:\n    pass\n"

    assert execute(cut_of(HEAD + use + derived + base + ONE + MAIN))["softmax"](1) == 2

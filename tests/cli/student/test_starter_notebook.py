"""The notebook that a student starts from."""

from __future__ import annotations

import json

import nbformat

from torchgrade.cli.student.starter_notebook import make_notebook
from torchgrade.cli.student.stubs import Material, read_materials
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.plugins.manager import Plugins

ENGLISH, CHINESE = catalogue_for(), catalogue_for(language="zh")
MATERIALS = [
    Material(exercise="f", stub='"""F."""\n\n\ndef f(x):\n    ...\n', statement="# f(x)\n\nAdd $1$.\n", language="en"),
    Material(exercise="g", stub="def g(x):\n    ...\n", statement="# g(x)\n", language="en"),
]


def test_it_is_valid_and_has_statement_and_stub_of_each_exercise_and_how_to_check() -> None:
    text = make_notebook(MATERIALS, "course.ipynb", ENGLISH)
    notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)

    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "markdown", "code", "markdown"]
    assert notebook.cells[0].source == "# f(x)\n\nAdd $1$."
    assert notebook.cells[1].source == '"""F."""\n\n\ndef f(x):\n    ...'
    assert "torchgrade check course.ipynb\n" in notebook.cells[-1].source
    assert "torchgrade check course.ipynb g\n" in notebook.cells[-1].source
    assert 'check("f")' in notebook.cells[-1].source


def test_ids_are_counted_so_that_they_repeat() -> None:
    cells = json.loads(make_notebook(MATERIALS, "course.ipynb", ENGLISH))["cells"]

    assert [cell["id"] for cell in cells] == ["statement-1", "stub-1", "statement-2", "stub-2", "check"]


def test_the_last_cell_has_the_language_of_the_statements() -> None:
    assert "检查你的代码" in make_notebook(MATERIALS, "course.ipynb", CHINESE)


def test_every_exercise_of_the_installed_courses_makes_a_valid_notebook_in_both_languages() -> None:
    for language, catalogue in (("en", ENGLISH), ("zh", CHINESE)):
        found = read_materials(outlines(Plugins()), language, catalogue)
        notebook = nbformat.reads(make_notebook(found, "d2l.ipynb", catalogue), as_version=4)
        nbformat.validate(notebook)

        assert sum("TODO" in cell.source for cell in notebook.cells if cell.cell_type == "code") == len(found)

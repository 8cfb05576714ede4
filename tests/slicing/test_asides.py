"""Tests of definitions in cells that are never executed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.readers.test_exports import Cut, Run
from tests.words import shown

CODE = "def softmax(X):\n    return add(X, ONE)\n"
Notebook = Callable[..., bytes]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize(
    "text",
    [
        CODE,
        "%%time\n" + CODE,
        "%matplotlib inline\n" + CODE,
        f"My function:\n\n```python\n{CODE}```\n",
        f"```\n{CODE}```",
        f"My answer:\n\n{CODE}\nThat is it",
    ],
)
def test_a_cell_of_another_kind_is_read_if_nothing_else_defines_it(
    kind: str, text: str, cut_of: Cut, notebook_of: Notebook, execute: Run
) -> None:
    data = notebook_of("ONE = 1", (kind, text), "def add(a, b):\n    return a + b")
    found = cut_of({"ada.ipynb": data})
    line = 1 + text[: text.index("def softmax")].count("\n")

    assert execute(found)["softmax"](1) == 2
    assert [(note.message_id, shown(note.values["place"])) for note in found.notes] == [
        (f"slice.aside_{kind}", f"cell 2, line {line}")
    ]


def test_what_such_a_cell_needs_may_be_in_another(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    data = notebook_of(("raw", "ONE = 1"), ("markdown", "def add(a, b):\n    return a + b"), ("raw", CODE), "ONE = 1")

    assert execute(cut_of({"ada.ipynb": data}))["softmax"](1) == 2


def test_a_stub_in_the_statement_is_no_definition(cut_of: Cut, notebook_of: Notebook) -> None:
    statement = "Write:\n\n```python\ndef softmax(X):\n    ...\n```"
    found = cut_of({"ada.ipynb": notebook_of(("markdown", statement), "def my_softmax(X):\n    return X")})

    assert not found.found
    assert not found.not_started
    assert [note.message_id for note in found.notes] == ["slice.similar"]


def test_code_counts_more(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    code = "def softmax(X):\n    return X + 5"
    found = cut_of({"ada.ipynb": notebook_of(code, ("markdown", CODE), ("markdown", "def add(a, b):\n    return 0"))})

    assert execute(found)["softmax"](1) == 6
    assert found.notes == []


def test_names_of_code_count_more(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    data = notebook_of("ONE = 1\ndef add(a, b):\n    return a + b", ("raw", CODE + "def add(a, b):\n    return 0\n"))

    assert execute(cut_of({"ada.ipynb": data}))["softmax"](1) == 2


def test_another_file_counts_more(cut_of: Cut, notebook_of: Notebook) -> None:
    found = cut_of({"ch3.py": "def softmax(X):\n    return X + 5", "ada.ipynb": notebook_of("x = 1", ("raw", CODE))})

    assert found.file == "ch3.py"


def test_a_cell_that_is_not_python_names_its_line(cut_of: Cut, notebook_of: Notebook) -> None:
    found = cut_of({"ada.ipynb": notebook_of("x = 1", ("markdown", "Here you see\ndef softmax(X):\n  and so on."))})

    assert not found.found
    assert [(note.message_id, shown(note.values["place"])) for note in found.notes] == [
        ("slice.in_markdown", "cell 2, line 2")
    ]


def test_prose_in_a_notebook_is_no_definition(cut_of: Cut, notebook_of: Notebook) -> None:
    found = cut_of({"ada.ipynb": notebook_of("x = 1", ("markdown", "The class of softmax, by def(inition)."))})

    assert found.notes == []

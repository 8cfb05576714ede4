"""Tests of notebooks in Markdown: Quarto, R Markdown, MyST and Jupytext."""

from __future__ import annotations

import pytest

from tests.readers.test_exports import Cut, Run
from tests.words import shown
from torchgrade.readers.cells import CellKind, UnreadableError
from torchgrade.readers.fences import cells, claims, claims_document

CODE = "def softmax(X):\n    return add(X, 1)"
ADD = "def add(a, b):\n    return a + b"
JUPYTEXT = "---\njupyter:\n  jupytext:\n    formats: ipynb,md\n  kernelspec:\n    name: python3\n---\n"


def document(*blocks: tuple[str, str]) -> str:
    """Return a document with one fenced block for each info string and code."""
    return "# Title\n\n" + "\n\nSome text.\n\n".join(f"```{info}\n{code}\n```" for info, code in blocks)


NOTEBOOKS = {
    "quarto": "---\ntitle: x\nformat: html\n---\n" + document(("{python}", "#| label: a\n" + ADD), ("{python}", CODE)),
    "r markdown": document(("{r setup}", "x <- 1"), ("{python add, echo=FALSE}", ADD), ("{python}", CODE)),
    "myst": document(("{code-cell} ipython3", ":tags: [hide-input]\n\n" + ADD), ("{code-cell}", CODE)),
    "myst with yaml options": document(("{code-cell} python", "---\ntags: [x]\n---\n" + ADD), ("{code-cell} r", "x <- 1"), ("{code-cell}", CODE)),
    "myst with colons": document(("{code-cell} ipython3", ADD), ("{code-cell}", CODE)).replace("```", ":::"),
    "myst in a directive": f"````{{admonition}} A\n{document(('{code-cell}', ADD))}\n````\n{document(('{code-cell}', CODE))}",
    "jupytext": JUPYTEXT + document(("python", ADD), ('python tags=["a"]', "%%time\n" + CODE), ("bash", "ls")),
    "jupytext with a module": JUPYTEXT + document(("python", ADD), ("python", "%%writefile x.py\n" + CODE.replace("add(X, 1)", "X + 1"))),
    "marimo": document(("python {.marimo}", ADD), ('python {.marimo hide_code="true"}', CODE)),
    "tildes": document(("{python}", ADD), ("{python}", CODE)).replace("```", "~~~~"),
    "in a list": "1. First:\n\n   ```{python}\n" + "\n".join("   " + line for line in (ADD + "\n\n" + CODE).split("\n")) + "\n   ```\n",
    "not closed": document(("{python}", ADD + "\n\n" + CODE)).removesuffix("```"),
    "a broken block beside": document(("{python}", "x = = 1"), ("{python}", ADD), ("{python}", CODE)),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_code_of_a_notebook_is_read(name: str, cut_of: Cut, execute: Run) -> None:
    text = NOTEBOOKS[name]
    found = cut_of({"ada.qmd": text})
    line = next(number for number, line in enumerate(text.split("\n"), 1) if "def softmax(" in line)

    assert execute(found)["softmax"](1) == 2
    assert [s.line for unit in found.units for s in unit.statements if "softmax" in s.binds] == [line]
    assert [note.message_id for note in found.notes] in ([], ["slice.written"])


PLAIN = document(("python", ADD), ("py", CODE), ("python", "softmax(...) = what"), ("", "no language"))


def test_blocks_that_no_program_runs_are_read_if_nothing_else_defines_it(cut_of: Cut, execute: Run) -> None:
    found = cut_of({"ada.md": PLAIN})

    assert execute(found)["softmax"](1) == 2
    assert [note.message_id for note in found.notes] == ["slice.aside_block"]
    assert shown(found.notes[0].values["place"]) == "ada.md, line 11"


@pytest.mark.parametrize("info", ["Python", "", "python3", "{.python}", "PY title=x"])
def test_such_a_block_may_name_its_language_in_many_ways(info: str, cut_of: Cut) -> None:
    assert cut_of({"ada.md": document((info, CODE))}).found


@pytest.mark.parametrize("info", ["pycon", "bash", "text", "python-repl", "{r}"])
def test_blocks_in_other_languages_are_not_read(info: str, cut_of: Cut) -> None:
    assert not cut_of({"ada.md": document((info, CODE))}).found


def test_code_counts_more_than_such_a_block(cut_of: Cut) -> None:
    found = cut_of({"ada.py": "def softmax(X):\n    return X", "notes.md": PLAIN})

    assert found.file == "ada.py"
    assert found.notes == []


def test_a_block_that_only_uses_the_function_defines_nothing(cut_of: Cut) -> None:
    found = cut_of({"softmax.md": document(("python", "softmax(torch.tensor([[1.0]]))"))})

    assert not found.found
    assert found.notes == []


@pytest.mark.parametrize("info", ["text", "{r}", "console"])
def test_a_definition_in_a_block_that_is_not_read_is_named(info: str, cut_of: Cut) -> None:
    found = cut_of({"ada.qmd": document((info, CODE), ("{python}", ADD))})

    assert [(note.message_id, shown(note.values["place"])) for note in found.notes] == [
        ("slice.in_block", "ada.qmd, line 4")
    ]


def test_a_block_that_does_not_parse_is_named_beside_others(cut_of: Cut) -> None:
    found = cut_of({"ada.md": document(("python", CODE.replace("1)", "1")), ("python", ADD))})

    assert [note.message_id for note in found.notes] == ["slice.in_block"]


def test_a_document_without_blocks_has_no_cell() -> None:
    assert cells(b"# Title\n\ntext") == []


def test_blocks_of_prose_are_cells_of_their_own() -> None:
    assert [cell.kind for cell in cells(PLAIN.encode())] == [CellKind.FENCE] * 3


def test_an_empty_file_has_no_cell() -> None:
    assert cells(b" \n") == []


def test_a_file_that_is_no_text_is_unreadable() -> None:
    with pytest.raises(UnreadableError):
        cells(b"\x89PNG")


@pytest.mark.parametrize("name", ["ada.qmd", "hw/ada.Rmd", "ada.QMD"])
def test_notebooks_are_claimed(name: str) -> None:
    assert claims(name)
    assert not claims_document(name)


@pytest.mark.parametrize("name", ["ada.md", "hw/Ada.MD", "softmax.markdown", "hw3.2.md", "readable.md", "张三.md"])
def test_documents_may_be_notebooks(name: str) -> None:
    assert claims_document(name)
    assert not claims(name)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "a/readme.markdown",
        "README_zh.md",
        "CHANGELOG.md",
        "ada.course.md",
        "md",
        ".md",
        "ada.py",
        "TODO.md",
    ],
)
def test_other_names_are_not_claimed(name: str) -> None:
    assert not claims_document(name)
    assert not claims(name)

"""Tests of the reasons for not reading a definition."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.readers.test_exports import Cut
from tests.words import shown

CODE = "def softmax(X):\n    return X\n"


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("import torch\n\n# def softmax(X):\n#     return X\n", "slice.commented", 3),
        ("#def softmax(X):\n", "slice.commented", 1),
        ("    # def softmax(X):\nx = 1", "slice.commented", 1),
        (f'x = 1\n"""\n{CODE}"""\n', "slice.in_string", 3),
        (f"code = {CODE!r}\n", "slice.in_string", 1),
        (f'def f():\n    """\n{CODE}    """\n', "slice.in_string", 3),
        ("# class softmax:\n", "slice.commented", 1),
    ],
)
def test_the_line_is_named_with_the_reason(text: str, reason: str, line: int, cut_of: Cut) -> None:
    found = cut_of(text)

    assert not found.found
    assert [(note.message_id, shown(note.values["place"])) for note in found.notes] == [
        (reason, f"ada.py, line {line}")
    ]


@pytest.mark.parametrize(
    "magic", ["%%bash", "%%html", "%%latex", "%%sql", "%%cython", "%%R", "%%script false", "%%unheard_of\n("]
)
def test_a_cell_for_another_language_names_its_magic(
    magic: str, cut_of: Cut, notebook_of: Callable[..., bytes]
) -> None:
    found = cut_of({"ada.ipynb": notebook_of("x = 1", f"{magic}\n{CODE}")})

    assert [note.message_id for note in found.notes] == ["slice.under_magic"]
    assert found.notes[0].values["magic"] == magic.split(maxsplit=1)[0]
    assert str(shown(found.notes[0].values["place"])).startswith("cell 2, line ")


@pytest.mark.parametrize(
    "text", ["# a softmax", "# def softmaxes(X):", "# undef softmax", "# x.def softmax", "x = 'softmax'"]
)
def test_other_text_is_not_named(text: str, cut_of: Cut) -> None:
    assert cut_of(text).notes == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def softmax(X):\nreturn X", 1),
        ("<pre>\ndef softmax(X):\n    return X\n</pre>\n```\nimport re\n```", 2),
        ("```\nx = 1\n```\ndef softmax(X): see the paper", 4),
    ],
)
def test_a_definition_beside_other_code_in_a_cell_of_prose_is_named(
    text: str, line: int, cut_of: Cut, notebook_of: Callable[..., bytes]
) -> None:
    found = cut_of({"ada.ipynb": notebook_of("x = 1", ("markdown", text))})

    assert [(note.message_id, shown(note.values["place"])) for note in found.notes] == [
        ("slice.in_markdown", f"cell 2, line {line}")
    ]


@pytest.mark.parametrize("prompt", [">>> ", ">>>", "In [3]: ", "   ...: "])
def test_a_definition_behind_a_prompt_is_named(prompt: str, cut_of: Cut) -> None:
    found = cut_of(f"import re\n{prompt}def softmax(X):\n{prompt}    return X\n")

    assert found.broken is not None
    assert (found.broken.message_id, shown(found.broken.values["place"])) == ("slice.broken", "ada.py, line 2")


def test_a_long_indentation_takes_no_time(cut_of: Cut) -> None:
    start = time.process_time()
    cut_of("x = (\n" + " " * 200_000 + "=")

    assert time.process_time() - start < 3


def test_a_definition_that_was_read_needs_no_reason(cut_of: Cut) -> None:
    assert cut_of("# def softmax(X):\n" + CODE).notes == []


def test_only_a_few_places_are_named(cut_of: Cut) -> None:
    assert len(cut_of("# def softmax(X):\n" * 50).notes) == 3


def test_many_lines_of_a_large_string_take_no_time(cut_of: Cut) -> None:
    text = "x = [" + "1,\n" * 20_000 + "2]\n" + "# softmax\n# undef softmax\n" * 5000
    start = time.process_time()
    cut_of(text)

    assert time.process_time() - start < 3

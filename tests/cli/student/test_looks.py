"""Which exercises a save has changed, told from the text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.cli.student.looks import MOST_CODE, Looker
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.plugins.manager import Plugins

LOOKER = Looker(("softmax", "accuracy"), Plugins(), catalogue_for().note)
BASE = """import torch

SCALE = 1

def helper(X):
    return X.exp()

def softmax(X):
    return helper(X) * SCALE

def accuracy(y_hat, y):
    return 0.0
"""


def changed(after: str, before: str = BASE) -> set[str]:
    one, two = (LOOKER.look("mine.py", text.encode()).exercises for text in (before, after))
    return {name for name in ("softmax", "accuracy") if one.get(name) != two.get(name)}


@pytest.mark.parametrize(
    ("old", "new", "exercises"),
    [
        ("return 0.0", "return 1.0", {"accuracy"}),
        ("X.exp()", "X.exp() + 1", {"softmax"}),
        ("SCALE = 1", "SCALE = 2", {"softmax"}),
        ("import torch\n", "# a comment\n\nimport torch\n", set()),
        ("def accuracy", "def accurcy", {"accuracy"}),
        ("return helper(X)", "retrn helper(X)", {"softmax"}),
        ("def softmax(X):", "UNUSED = 3\n\ndef softmax(X):", set()),
    ],
)
def test_an_exercise_has_changed_where_what_it_reaches_has(old: str, new: str, exercises: set[str]) -> None:
    assert changed(BASE.replace(old, new)) == exercises


def test_two_broken_versions_are_two(tmp_path: object) -> None:
    one, two = BASE.replace("return helper", "retrn helper"), BASE.replace("return helper", "rturn helper")

    assert changed(one, two) == {"softmax"}


def test_a_notebook_is_looked_at_cell_by_cell() -> None:
    def notebook(*sources: str) -> bytes:
        cells = [{"cell_type": "code", "source": source, "outputs": [{"text": sources}]} for source in sources]
        return json.dumps({"cells": cells, "nbformat": 4}).encode()

    one = LOOKER.look("a.ipynb", notebook("def softmax(X):\n    return X", "def accuracy(a, b):\n    return 1"))
    two = LOOKER.look("a.ipynb", notebook("%time\ndef softmax(X):\n    return X", "def accuracy(a, b):\n    return 2"))

    assert one.exercises["softmax"] == two.exercises["softmax"]
    assert one.exercises["accuracy"] != two.exercises["accuracy"]


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"def softmax(X:", b'{"cells": ['])
def test_what_an_editor_is_still_writing_is_not_whole(data: bytes) -> None:
    assert not LOOKER.look("mine.ipynb" if data.startswith(b"{") else "mine.py", data).whole


def test_a_file_of_great_size_is_not_taken_apart() -> None:
    look = LOOKER.look("mine.py", BASE.encode() + b"#" * MOST_CODE)

    assert look.whole
    assert set(look.exercises) == {"softmax", "accuracy"}
    assert look != LOOKER.look("mine.py", BASE.encode() + b"#" * MOST_CODE + b"#")


@given(st.text() | st.binary())
def test_whatever_the_file_holds_there_is_an_answer(data: str | bytes) -> None:
    LOOKER.look("mine.py", data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))


def test_a_stub_is_known_as_one() -> None:
    text = "def softmax(X):\n    raise NotImplementedError\n\n\ndef accuracy(y_hat, y):\n    return 0.0\n"
    look = LOOKER.look("mine.py", text.encode())

    assert (set(look.exercises), look.unwritten) == ({"softmax", "accuracy"}, {"softmax"})

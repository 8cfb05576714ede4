"""Tests of the search for an exercise without a top-level definition."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from tests.words import shown
from torchgrade.readers.cells import Say
from torchgrade.slicing.absent import find_nested, nested, seems_defined, similar_name
from torchgrade.slicing.outline import Outline

Read = Callable[..., Outline]
Alike = Callable[..., list[tuple[object, str]]]


@pytest.fixture
def alike(say: Say) -> Alike:
    def find(outline: Outline, exercise: str, others: Collection[str] = ()) -> list[tuple[object, str]]:
        notes = similar_name([outline], exercise, others, say)
        return [(note.values["name"], shown(note.values["place"])) for note in notes]

    return find


def test_definitions_inside_others_are_found_with_what_is_around_them(outline_of: Read) -> None:
    outline = outline_of(
        "class A:\n    def f(self):\n        def g(): pass\n    @staticmethod\n    def h(): pass\n"
        "for i in x:\n    def k(): pass\n"
    )
    found = {n.node.name: (n.inside, n.is_method) for n in nested(outline)}
    assert found == {"f": ("A", True), "g": ("f", False), "h": ("A", False), "k": ("", False)}


def test_of_several_the_last_that_is_no_method_counts(outline_of: Read) -> None:
    outline = outline_of("def a():\n    def f(): pass\ndef b():\n    def f(): pass\nclass C:\n    def f(self): pass\n")
    found = find_nested(outline, "f")
    assert found is not None
    assert found.inside == "b"


@pytest.mark.parametrize("name", ["soft_max", "Softmax", "SOFTMAX", "sofmax", "my_softmax"])
def test_the_name_that_is_most_alike_is_suggested(outline_of: Read, alike: Alike, name: str) -> None:
    assert alike(outline_of(f"def {name}(X): return X\ndef accuracy(y): pass"), "softmax") == [(name, "ada.py, line 1")]


def test_a_nested_name_is_suggested_too(outline_of: Read, alike: Alike) -> None:
    outline = outline_of("class A:\n    def soft_max(self): pass")
    assert alike(outline, "softmax") == [("soft_max", "ada.py, line 2")]


def test_nothing_is_suggested_where_nothing_is_alike(outline_of: Read, alike: Alike) -> None:
    assert alike(outline_of("def accuracy(y): pass"), "softmax") == []


def test_the_answer_to_another_exercise_is_not_suggested(outline_of: Read, alike: Alike) -> None:
    outline = outline_of("def build_softmax_regression(): pass")
    assert alike(outline, "softmax_regression") != []
    assert alike(outline, "softmax_regression", {"build_softmax_regression"}) == []


def test_a_method_of_the_same_name_is_not_suggested(outline_of: Read, alike: Alike) -> None:
    assert alike(outline_of("class A:\n    def softmax(self): pass"), "softmax") == []


def test_a_variable_is_not_suggested(outline_of: Read, alike: Alike) -> None:
    assert alike(outline_of("soft_max = 3"), "softmax") == []


@pytest.mark.parametrize(
    "text",
    [
        "def softmax(X)",
        "x\n  def softmax (X:",
        "class softmax",
        "softmax = (",
        "async def softmax(",
    ],
)
def test_text_that_seems_to_define_the_exercise_is_known(text: str) -> None:
    assert seems_defined(text, "softmax")


@pytest.mark.parametrize("text", ["def softmax_regression(X)", "y = softmax(X", "# def softmax", "softmax == ("])
def test_text_that_does_not_is_not(text: str) -> None:
    assert seems_defined(text, "softmax") is False

"""Tests of definitions inside functions, loops and classes: search, use and notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.words import shown, shown_all
from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]


def said(found: Slice) -> list[str]:
    return [note.message_id for note in found.notes]


def test_a_function_written_inside_another_is_taken_out_and_said(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("k = 3\ndef main():\n    k2 = 1\n    def softmax(X):\n        return k\n    softmax(1)\n")
    assert found.found
    assert execute(found)["softmax"](0) == 3
    assert execute(found)["softmax"].__code__.co_firstlineno == 4
    assert shown_all(found.notes[0].values) == {"exercise": "softmax", "place": "ada.py, line 4", "inside": "main"}


def test_it_brings_what_it_uses_of_the_function_around_it(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "def main():\n    import math\n    n = 2\n    boom()\n    def exp(x):\n        return math.exp(x) + n\n"
        "    def softmax(X):\n        return exp(X)\nmain()\n"
    )
    assert execute(found)["softmax"](0) == 3
    assert said(found) == ["slice.nested", "slice.skipped"]
    assert shown(found.notes[1].values["places"]) == "ada.py: 9"


def test_what_stands_at_top_level_counts_before_it(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("n = 1\ndef main():\n    n = 2\n    def softmax(X): return n\n")
    assert execute(found)["softmax"](0) == 1


def test_functions_inside_functions_inside_functions_are_opened(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("def a():\n    n = 1\n    def b():\n        m = n + 1\n        def softmax(X): return n, m\n")
    assert execute(found)["softmax"](0) == (1, 2)


def test_a_function_written_inside_a_loop_is_taken_out_and_said(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("for i in x:\n    @staticmethod\n    def softmax(X): return 4\n")
    assert execute(found)["softmax"](0) == 4
    assert said(found)[0] == "slice.in_loop"


def test_a_function_inside_a_method_is_taken_out(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "class Net:\n    def forward(self, X):\n        def softmax(X): return 6\n        return softmax(X)\n"
    )
    assert execute(found)["softmax"](0) == 6
    assert found.notes[0].values["inside"] == "forward"


def test_a_static_method_is_taken_out(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("class Net:\n    @staticmethod\n    def softmax(X): return 5\n")
    assert execute(found)["softmax"](0) == 5
    assert said(found) == ["slice.nested"]


def test_a_method_that_forgot_its_object_is_taken_out_as_it_is(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("class Net:\n    def softmax(X): return X + 1\n")
    assert execute(found)["softmax"](1) == 2
    assert (said(found), found.parameters) == (["slice.nested"], ["X"])


@pytest.mark.parametrize("head", ["    def softmax(self, X)", "    @classmethod\n    def softmax(cls, X)"])
def test_a_method_that_does_not_use_its_object_is_taken_out_without_it(
    head: str, cut_of: Cut, execute: Execute
) -> None:
    found = cut_of(f"n = 2\nclass Net(Missing):\n{head}: return X + n\n")
    assert execute(found)["softmax"](1) == 3
    assert (found.parameters, found.required, found.accepts) == (["X"], 1, 1)
    assert found.notes[0].message_id == "slice.method"
    assert "without its first parameter, `self`, because the method does not use it" in found.notes[0].message.replace(
        "cls", "self"
    )
    assert all("Missing" not in statement.source for statement in found.units[-1].statements)


def test_a_method_that_uses_its_object_is_called_on_one(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "class Net:\n    def __init__(self, n=3):\n        self.n = n\n    def add(self, X): return X + self.n\n"
        "    def softmax(self, X): return self.add(X)\n"
    )
    assert execute(found)["softmax"](1) == 4
    assert found.notes[0].message == (
        "softmax (ada.py, line 5) is a method of the class Net, but this course asks for a function. The grader calls it "
        "on an object of that class. Write it as a function at the top level of the file, and pass everything as "
        "parameters."
    )
    assert (found.parameters, found.accepts) == (["X"], 1)


def test_where_no_object_can_be_made_the_method_gets_one_without_init(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "class Net:\n    def __init__(self, n): pass\n    def one(self): return 1\n"
        "    def softmax(self, X): return X + self.one()\n"
    )
    assert execute(found)["softmax"](1) == 2


def test_a_class_method_that_uses_its_class_is_bound_to_it(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("class Net:\n    n = 7\n    @classmethod\n    def softmax(cls, X): return cls.n\n")
    assert execute(found)["softmax"](0) == 7


def test_a_method_of_a_class_in_a_class_in_a_function_is_found(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(
        "def main():\n    n = 1\n    class A:\n        class B:\n            def one(self): return n\n"
        "            def softmax(self, X): return self.one()\n"
    )
    assert execute(found)["softmax"](0) == 1
    assert found.units[-1].methods[0].holder == "A.B"


JOINED = (
    "def add_to_class(C): return lambda f: setattr(C, f.__name__, f)\nclass Net:\n    n = 2\n"
    "@add_to_class(Net)\ndef two(self): return self.n\n"
)


def test_a_function_that_is_added_to_a_class_is_a_method(cut_of: Cut, execute: Execute) -> None:
    found = cut_of(JOINED + "@add_to_class(Net)\ndef softmax(self, X): return X + self.two()\n")
    assert execute(found)["softmax"](1) == 3
    assert said(found) == ["slice.bound"]


def test_a_function_that_is_added_to_a_class_and_does_not_use_it_is_taken_without_it(
    cut_of: Cut, execute: Execute
) -> None:
    found = cut_of("@d2l.add_to_class(d2l.Classifier)\ndef softmax(self, X): return X + 1\n")
    assert execute(found)["softmax"](1) == 2
    assert (said(found), found.notes[0].values["inside"]) == (["slice.method"], "d2l.Classifier")


def test_a_function_that_is_added_to_a_class_of_a_library_is_bound_to_that(cut_of: Cut) -> None:
    found = cut_of("import d2l\n@d2l.add_to_class(d2l.Module)\ndef softmax(self, X): return self.one(X)\n")
    assert found.units[-1].methods[0].holder == "d2l.Module"
    assert [statement.line for statement in found.units[-1].statements] == [1, 2]


def test_a_plain_function_counts_before_methods_of_its_name(cut_of: Cut, execute: Execute) -> None:
    text = "def softmax(X): return 1\nclass A:\n    def softmax(self, X): return 2\n"
    found = cut_of(text + JOINED + "@add_to_class(Net)\ndef softmax(self, X): return 3\n")
    assert execute(found)["softmax"](0) == 1
    assert said(found) == []


def test_a_function_in_a_function_counts_before_a_method(cut_of: Cut) -> None:
    files = {
        "a.py": "def f():\n    def softmax(X): return 1\n",
        "b.py": "class A:\n    def softmax(self, X): return 2\n",
    }
    assert cut_of(files).file == "a.py"


def test_only_what_the_method_reaches_of_its_class_is_mentioned(cut_of: Cut) -> None:
    found = cut_of(
        "import torch\nclass Net:\n    def __init__(self): self.n = torch.ones(1)\n"
        "    def other(self, X): return torch.softmax(X, 1)\n    def one(self): return torch.exp(self.n)\n"
        "    def softmax(self, X): return self.one()\n"
    )
    assert {"torch.ones", "torch.exp"} <= found.references
    assert "torch.softmax" not in found.references


def test_a_method_that_is_not_written_yet_is_not_started(cut_of: Cut) -> None:
    assert cut_of("class Net:\n    def softmax(self, X): pass\n").not_started

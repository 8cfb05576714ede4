"""Tests of the library functions that code mentions."""

from __future__ import annotations

import ast

import pytest

from tests.slicing.conftest import Cut
from torchgrade.slicing.names import names_of
from torchgrade.slicing.references import references


def mentioned(source: str, *own: str) -> frozenset[str]:
    body = ast.parse(source).body
    return references(body, names_of(body).loads, own)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.nn.functional.softmax(X)",
        "import torch.nn.functional as F\nF.softmax(X)",
        "from torch import nn\nnn.functional.softmax(X)",
        "import torch as t\nt.nn.functional.softmax(X)",
        "from torch.nn.functional import softmax as s\ns(X)",
        "from torch.nn.functional import *\nsoftmax(X)",
        "def f(X):\n    from torch.nn import functional\n    return functional.softmax(X)",
    ],
)
def test_a_function_of_a_library_is_named_whole_however_it_was_imported(source: str) -> None:
    assert "torch.nn.functional.softmax" in mentioned(source)


@pytest.mark.parametrize(
    "source",
    [
        "X.softmax(1)",
        "X.exp().softmax(1)",
        "X.softmax",
        "getattr(torch, 'softmax')(X)",
        "operator.attrgetter('nn.functional.softmax')(torch)",
        "methodcaller('softmax', 1)(X)",
    ],
)
def test_a_method_of_an_unknown_base_and_a_name_in_a_string_stand_behind_a_dot(source: str) -> None:
    assert ".softmax" in mentioned(source)


def test_a_name_of_the_students_own_is_not_taken_for_one_of_a_star_import() -> None:
    assert "torch.accuracy" not in mentioned("from torch import *\naccuracy(X)", "accuracy")


def test_what_is_imported_by_name_and_never_used_is_left_out() -> None:
    source = "from torch.nn.functional import softmax, relu\ndef softmax(X):\n    return X.exp() + relu(X)"

    assert mentioned(source) == {".exp", "torch.nn.functional.relu"}


def test_what_is_imported_and_wanted_from_outside_is_used() -> None:
    body = ast.parse("from torch import softmax").body

    assert references(body, (), (), {"softmax"}) == {"torch.softmax"}


def test_a_method_that_the_code_itself_defines_is_none_of_a_library() -> None:
    source = "class A:\n    def softmax(self, X):\n        return X.exp()\nA().softmax(X)"

    assert mentioned(source) == {".exp"}
    assert "torch.softmax" in mentioned("import torch\n" + source + "\ntorch.softmax(X)")


def test_a_long_chain_of_attributes_is_named_by_its_last() -> None:
    found = mentioned("import torch\ntorch" + ".a" * 500 + ".softmax")
    assert ".softmax" in found
    assert max(map(len, found)) < 100


IMPORTED = "from torch.nn.functional import softmax\n"
CALLED = "def net(X):\n    return softmax(X)\n"
OWN = "def softmax(X):\n    return X.exp()\n"


@pytest.mark.parametrize("own", [OWN, "softmax = lambda X: X.exp()\n"])
def test_an_import_that_the_file_replaces_later_is_not_used(own: str, cut_of: Cut) -> None:
    assert cut_of(IMPORTED + own + CALLED, "net").references == {".exp"}


@pytest.mark.parametrize("text", [OWN + IMPORTED + CALLED, IMPORTED + CALLED + "if fast:\n    softmax = torch.exp\n"])
def test_an_import_that_may_be_the_last_value_of_its_name_is_used(text: str, cut_of: Cut) -> None:
    assert "torch.nn.functional.softmax" in cut_of(text, "net").references


def test_a_method_calls_another_method_of_its_class_and_not_the_library(cut_of: Cut) -> None:
    text = "class A:\n    def softmax(self, X):\n        return X.exp()\n    def net(self, X):\n        return self.softmax(X)"

    assert cut_of(text, "net").references == {".exp"}

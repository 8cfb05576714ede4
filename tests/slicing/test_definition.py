"""Tests of the form of a definition."""

from __future__ import annotations

import ast

import pytest

from torchgrade.slicing.definition import Signature, is_stub, signature, stub_bodies
from torchgrade.slicing.items import DEFINITIONS, Definition


def only(source: str) -> Definition:
    node = ast.parse(source).body[0]
    assert isinstance(node, DEFINITIONS)
    return node


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a, b, /, c, d=1): pass", (["a", "b", "c", "d"], 3, 4)),
        ("def f(a, *b, c, **d): pass", (["a"], 1, None)),
        ("def f(): pass", ([], 0, 0)),
        ("@torch.no_grad()\ndef f(a): pass", (["a"], 1, 1)),
        ("@wrapped\ndef f(a): pass", (["a"], 0, None)),
        ("class F:\n    def __init__(self, a, b=1): pass", (["a", "b"], 1, 2)),
        ("class F(nn.Module):\n    x = 1", ([], 0, None)),
    ],
)
def test_how_a_definition_is_called(source: str, expected: tuple[list[str], int, int | None]) -> None:
    parameters, required, accepts = expected
    assert signature(only(source)) == Signature(parameters=parameters, required=required, accepts=accepts)


def test_a_lambda_has_parameters() -> None:
    node = ast.parse("lambda X, dim=1: X", mode="eval").body
    assert isinstance(node, ast.Lambda)
    assert signature(node).parameters == ["X", "dim"]


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "...",
        '"""Docstring."""',
        '"""Docstring."""\n    pass',
        "raise NotImplementedError",
        "raise NotImplementedError('write me')",
    ],
)
def test_a_body_that_does_nothing_is_a_stub(body: str) -> None:
    assert is_stub(only(f"def f(X):\n    {body}\n"), [])


@pytest.mark.parametrize("body", ["return X", "return None", "raise ValueError", "raise", "x = 1", "yield"])
def test_a_body_that_does_something_is_not_a_stub(body: str) -> None:
    assert not is_stub(only(f"def f(X):\n    {body}\n"), [])


def test_a_number_that_is_too_long_for_decimal_digits_is_no_stub() -> None:
    stub = "def f(X):\n    return 1\n"
    assert not is_stub(only(f"def f(X):\n    return 0x{'f' * 5000}\n"), stub_bodies(stub, "f"))


def test_a_class_of_stubs_is_a_stub() -> None:
    assert is_stub(only("class A:\n    def f(self): pass\n    def g(self): ...\n"), [])
    assert not is_stub(only("class A:\n    def f(self): return 1\n"), [])


def test_the_body_of_the_exercises_stub_is_a_stub_whatever_its_docstring_and_layout() -> None:
    stub = 'def f(X):\n    """Say."""\n    y = None\n    return y\n'
    assert is_stub(only("def f(Z):\n    y =   None  # here\n    return (y)\n"), stub_bodies(stub, "f"))
    assert not is_stub(only("def f(X):\n    return X\n"), stub_bodies(stub, "f"))

"""Tests of the symptom of a variable that is read from outside the function."""

from __future__ import annotations

import pytest

from torchgrade.checking.tried import Tried, Written
from torchgrade_d2l.linear_regression.linreg.texts import outside, starts_with_weights

GLOBALS = "w = torch.normal(0, 0.01, size=(2, 1))\nb, lr = torch.zeros(1), 0.03\n"


def tried(text: str, *parameters: str) -> Tried:
    return Tried("call", "", ("X", "w", "b"), (), written=Written(text=GLOBALS + text, parameters=parameters))


@pytest.mark.parametrize(
    ("text", "parameters", "name", "unread"),
    [
        ("def linreg(X, weight, b):\n    return X @ w + b\n", ("X", "weight", "b"), "w", "weight"),
        ("def linreg(X, w, bias):\n    return X @ w + b\n", ("X", "w", "bias"), "b", "bias"),
        ("linreg = lambda X, W, c: X @ w + b * c\n", ("X", "W", "c"), "w", "W"),
        ("class A:\n    def linreg(self, X, W, c):\n        return X @ w + c\n", ("X", "W", "c"), "w", "W"),
    ],
)
def test_the_variable_and_the_unread_parameter_are_named(
    text: str, parameters: tuple[str, ...], name: str, unread: str
) -> None:
    assert outside(tried(text, *parameters)) == {"name": name, "parameter": unread}


@pytest.mark.parametrize(
    "text",
    [
        "def linreg(X, w, b):\n    return X @ w + b\n",
        "def linreg(X, w, b):\n    return X @ w\n",
        "def linreg(X, w, b):\n    lr = 2\n    return X @ w * lr\n",
        "def linreg(X, w, b):\n    return (X @ w + b) * lr\n",
    ],
)
def test_a_function_that_reads_its_parameters_or_no_variable_is_inside(text: str) -> None:
    assert not outside(tried(text, "X", "w", "b"))


def test_the_first_parameter_tells_weights_from_examples() -> None:
    assert starts_with_weights(tried("", "w", "b", "X"))
    assert starts_with_weights(tried("", "weights", "X", "b"))
    assert not starts_with_weights(tried("", "X", "w", "b"))
    assert not starts_with_weights(tried("", "features", "w", "b"))

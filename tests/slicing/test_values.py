"""Tests of classifying an assigned value by its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.words import shown
from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]

IMPORTS = "import functools\nimport torch\nfrom torch import nn\nfrom torch.utils import data\nimport torch.nn.functional as F\n"
OWN = """
def get_loader(n):
    return data.DataLoader([n])
def batches(n):
    for i in range(n):
        yield i
def closure():
    def inner(X):
        return X
    return inner
def either(n):
    if n:
        return [n]
    return lambda X: X
def nothing():
    print()
train_iter = data.DataLoader([1])
second = batches
"""


@pytest.mark.parametrize(
    ("text", "message_id", "told"),
    [
        ("f = data.DataLoader([1], batch_size=1)", "variable_loader", ""),
        ("f = x = DataLoader([1])", "variable_loader", ""),
        ("f: data.DataLoader = get()", "variable_loader", ""),
        ("f: DataLoader", "variable_loader", ""),
        ("f = get_loader(1)", "variable_loader", ""),
        ("f = train_iter", "variable_loader", ""),
        ("f = batches(10)", "variable", "generator"),
        ("f = nothing()", "variable", "NoneType"),
        ("f = None", "variable", "NoneType"),
        ("f = 0.5", "variable", "float"),
        ("x, f = 1, 'two'", "variable", "str"),
        ("f = [lambda X: X]", "variable", "list"),
        ("f = torch.optim.SGD([], lr=0.1)", "variable", "SGD"),
        ("f = nn.Parameter(x)", "variable", "Parameter"),
        ("f = float(x)", "variable", "float"),
        ("f = 1 if x else None", "variable", "int"),
        ("f = F.softmax(x, dim=1)", "variable_result", "F.softmax"),
        ("f = torch.nn.functional.softmax(x, dim=1)", "variable_result", "torch.nn.functional.softmax"),
        ("f = torch.randn(2, 3)", "variable_result", "torch.randn"),
        ("f = d2l.load_array((x, y), 10)", "variable_result", "d2l.load_array"),
        ("f, g = d2l.load_data_fashion_mnist(256)", "variable_result", "d2l.load_data_fashion_mnist"),
        ("f = (y_hat == y).float().mean()", "variable_result", ""),
        ("f = right / len(y)", "variable_value", ""),
        ("f += 1", "variable_value", ""),
        ("(f := 3)", "variable", "int"),
        ("with open('x') as f: pass", "variable_value", ""),
    ],
)
def test_a_variable_with_data_is_no_function_and_is_named(text: str, message_id: str, told: str, cut_of: Cut) -> None:
    found = cut_of(f"{IMPORTS}{OWN}{text}\n", "f")

    assert not found.found
    values = found.notes[-1].values
    if message_id == "variable_result" and not told:
        message_id = "variable_value"
    assert found.notes[-1].message_id == f"slice.{message_id}"
    assert values.get("type", values.get("call", "")) == told
    assert shown(values["place"]) == f"ada.py, line {(IMPORTS + OWN).count(chr(10)) + 1}"


@pytest.mark.parametrize(
    "text",
    [
        "f = lambda X: X",
        "f = functools.partial(torch.softmax, dim=1)",
        "f = torch.compile(second)",
        "f = torch.softmax",
        "f = nn.Softmax(dim=1)",
        "f = second",
        "f = closure()",
        "f = either(1)",
        "f = made_elsewhere(1)",
        "f = functions['f']",
        "f = functions[0]",
        "g, f = make(), closure()",
        "g, f = make_both()",
        "f, g = [closure(), 3]",
        "(a, (f, b)) = make()",
        "f = closure() if torch else None",
        "if torch:\n    f = closure()",
        "f = g = closure()",
    ],
)
def test_what_may_be_a_function_is_one(text: str, cut_of: Cut) -> None:
    assert cut_of(f"{IMPORTS}{OWN}{text}\n", "f").found


def test_names_that_stand_for_one_another_end(cut_of: Cut) -> None:
    assert cut_of("f = g\ng = h\nh = g\n", "f").found

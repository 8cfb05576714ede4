"""Shared mistakes are recognised by the text and by what came, and their examples are whole functions."""

from __future__ import annotations

import ast

import pytest
import torch

from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.checking.shared_mistakes import argument_order, changed_in_place, cut_by, cut_graph, fixed_float32
from torchgrade.protocol.messages import Scalar

X = torch.tensor([[1.0, 2.0]], dtype=torch.float64)
WAYS = ["numpy", "detached", "no_grad", "numbers", "rebuilt"]
TEXTS = {
    "numpy": "def f(X):\n    X = X.detach().numpy()\n    return torch.from_numpy(X * 2)",
    "detached": "def f(X):\n    return X.data * 2",
    "no_grad": "def f(X):\n    with torch.no_grad():\n        return X * 2",
    "numbers": "def f(X):\n    return torch.tensor([[float(v) * 2 for v in row] for row in X])",
    "rebuilt": "def f(X):\n    return torch.tensor(X * 2)",
}


def pulled(text: str, gradient: torch.Tensor | None = None) -> Tried:
    answer = Answer(value=2 * X, node=Scalar(None), gradients=(gradient,))
    inputs = {"cotangent": torch.ones(1, 2), "wrt": (0,)}
    written = Written(parameters=("X",), text=text)
    return Tried("vjp", "f(X)", ("X",), (X,), answer=answer, inputs=inputs, written=written)


@pytest.mark.parametrize("way", WAYS)
def test_a_cut_is_named_by_the_only_way_in_the_text(way: str) -> None:
    assert [one for one in WAYS if cut_by(one)(pulled(TEXTS[way]))] == [way]


def test_two_ways_in_one_text_name_none() -> None:
    text = "def f(X):\n    with torch.no_grad():\n        return X.detach() * 2"

    assert not any(cut_by(one)(pulled(text)) for one in WAYS)


def test_a_result_with_a_gradient_is_no_cut() -> None:
    assert not cut_by("detached")(pulled(TEXTS["detached"], torch.ones(1, 2)))


def rounded(value: torch.Tensor) -> bool:
    (shared,) = fixed_float32("precision")
    tried = Tried("call", "f(X)", ("X",), (X / 3,), answer=Answer(value=value, node=Scalar(None)))
    return bool(shared.make(lambda X: 2 * X)(tried))


def test_float32_is_named_for_right_numbers_of_that_precision_only() -> None:
    assert rounded((2 * X / 3).float())
    assert rounded((2 * X / 3).float().double())
    assert not rounded(2 * X / 3)
    assert not rounded((3 * X / 3).float())


def test_every_example_parses_and_defines_the_exercise() -> None:
    mistake = Mistakes("f", right=lambda y_hat, y: y_hat)
    mistake.share(
        cut_graph("gradient"), fixed_float32("precision"), argument_order("rows"), changed_in_place("untouched")
    )
    texts = [way.source for one in mistake for way in one.ways] + [one.source for one in mistake.unnamed_answers]

    assert len(texts) == 8
    assert all(ast.parse(text).body[-1].name == "f" for text in texts)  # type: ignore[attr-defined]


def test_the_example_of_another_order_takes_its_arguments_in_reverse() -> None:
    mistake = Mistakes("f", right=lambda y_hat, y: y_hat)
    mistake.share(argument_order("rows"))

    assert "def f(y, y_hat):\n    return right(y_hat, y)\n" in next(iter(mistake)).ways[0].source

"""Shapes that do not fit are told why: a size that the code fixes, or a dimension that a reduction removed."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.nn import functional

from torchgrade.checking.common_mistakes import COMMON
from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.sizes import fixed_size
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.results import Frame
from torchgrade.protocol.messages import Scalar

CATALOGUE = catalogue_for()
GIVEN: dict[str, Any] = {
    "torch": torch, "one_hot": functional.one_hot, "num_classes": 10,
    "X": torch.arange(20.0).reshape(4, 5), "y": torch.tensor([0, 4, 2, 3]), "w": torch.ones(5, 1),
}  # fmt: skip


def told(code: str) -> tuple[str, str]:
    """Return the mistake that is named for what a line raises, after the lines before it, and its sentence."""
    names = dict(GIVEN)
    *before, line = code.split("\n")
    exec("\n".join(before), names)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever torch raises
        eval(line, names)
    failure = CheckFailedError(
        "raised.exception", frames=[Frame(place="ada.py, line 2", function="f", line=f"return {line}")],
        type=caught.type.__name__, message=str(caught.value), place="",
    )  # fmt: skip
    text = "\n".join([*before, f"def f(X, y):\n    return {line}"])
    given = (GIVEN["X"], GIVEN["y"], [GIVEN["w"]])
    tried = Tried("call", "f(X, y)", ("X", "y"), given, failure=failure, written=Written(text=text))
    found = (diagnose("f.rows", tried, [one], CATALOGUE) for one in COMMON)
    one = next((one for one in found if one is not None), None)
    return (one.misconception.partition(".")[2], one.message) if one is not None else ("", "")


@pytest.mark.parametrize(
    ("code", "n"),
    [
        ("-torch.log((X * one_hot(y, 10)).sum(1))", 10),
        ("(one_hot(y, num_classes=10) * X.log()).sum(dim=1)", 10),
        ("-(torch.eye(10)[y] * X).sum(1)", 10),
        ("num_classes = 10\n(torch.zeros(len(y), num_classes) * X).sum(1)", 10),
        ("X[torch.arange(256), y]", 256),
        ("X[range(256), y]", 256),
        ("X / X.sum(1).reshape(-1, 1).repeat(1, 10)", 10),
        ("X / X.sum(dim=1, keepdim=True).expand(-1, 10)", 10),
        ("torch.empty(4, 10).copy_(X)", 10),
        ("X @ torch.ones(10, 1)", 10),
        ("torch.mv(X, torch.ones(784))", 784),
        ("[X[:, k] for k in range(10)]", 10),
        ("n = 256\n[X[i] for i in range(n)]", 256),
        ("[X[i, 0] for i in range(0, 256)]", 256),
        ("torch.cat([X, torch.ones(4, 12)])", 12),
    ],
)
def test_a_number_of_the_text_that_no_argument_has_is_a_fixed_size(code: str, n: int) -> None:
    name, sentence = told(code)

    assert (name, f" {n}," in sentence) == ("fixed_size", True)


@pytest.mark.parametrize(("code", "n"), [("X.reshape(-1, 10)", 10), ("torch.zeros(256)", 256)])
def test_a_result_of_a_size_that_only_the_text_has_is_told_so(code: str, n: int) -> None:
    value = eval(code, dict(GIVEN))
    answer = Answer(value=value, node=Scalar(None))
    written = Written(text=f"def f(X, y):\n    return {code}")

    assert fixed_size(Tried("call", "f(X, y)", ("X",), (GIVEN["X"],), answer=answer, written=written)) == {"n": n}


def test_a_result_of_the_size_of_an_argument_is_not() -> None:
    answer = Answer(value=GIVEN["X"], node=Scalar(None))
    written = Written(text="def f(X, y):\n    return X * 5 + 10")

    assert not fixed_size(Tried("call", "f(X, y)", ("X",), (GIVEN["X"],), answer=answer, written=written))


@pytest.mark.parametrize(
    "code",
    [
        "X / X.sum(1)",
        "X / torch.sum(X, dim=1)",
        "X / X.exp().sum(axis=-1)",
        "(X - X.max(1)[0]).exp()",
        "(X - X.max(dim=1).values).exp()",
        "torch.div(X, X.sum(1))",
        "X / (X.sum(1) + 1e-9)",
        "s = X.sum(dim=1)\nX / s",
        "m, _ = torch.max(X, 1)\nX - m",
        "m = X.max(1)[0]\n(X - m).exp()",
    ],
)
def test_a_sum_without_its_dimension_on_one_side_is_named(code: str) -> None:
    assert told(code)[0] == "keepdim"


@pytest.mark.parametrize(
    "code",
    [
        "X / torch.ones(len(y))",
        "-torch.log((X * y).sum(1))",
        "-(y * X.log()).sum(dim=1)",
        "X.sum(1, keepdim=True) + X * y",
        "X * torch.ones(2 * len(y))  # 8",
    ],
)
def test_a_sum_that_is_no_side_of_the_operator_is_not_blamed(code: str) -> None:
    assert told(code)[0] == "broadcast"


@pytest.mark.parametrize("code", ["X[:, len(y) + 3]", "X[len(y) * 10 + 1]", "[X[k] for k in range(len(y) + 1)]"])
def test_an_index_past_the_end_of_no_fixed_range_is_only_an_index(code: str) -> None:
    assert told(code)[0] == "index"

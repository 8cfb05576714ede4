"""The same counts are explained by the text, and by nothing that only looks like it; the audit shows the rest."""

from __future__ import annotations

from typing import Any

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.accuracy import draws
from torchgrade_d2l.softmax_regression.accuracy.mistakes import mistake
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy


def named(function: Any, text: str = "") -> set[str]:
    """Return the mistakes with the symptom of these counts and this text, for the check of matrices."""
    tried: Tried | None = None
    for y_hat, y in draws.matrices(Tensors(3)):
        tried = Tried(
            "call", "accuracy(y_hat, y)", ("y_hat", "y"), (y_hat, y), previous=tried,
            answer=Answer(value=function(y_hat, y), node=Scalar(None)),
            written=Written(text=text, parameters=("y_hat", "y")),
        )  # fmt: skip
    found = [one for one in mistake.misconceptions() if "accuracy.matrix" in one.checks]
    return {one.id.rpartition(".")[2] for one in found if tried is not None and _has(one.symptom, tried)}


def _has(symptom: Any, tried: Tried) -> bool:
    try:
        return bool(symptom(tried))
    except Exception:  # noqa: BLE001 - a diagnosis takes any exception of a symptom for "no"
        return False


@pytest.mark.parametrize(
    ("value", "text", "name"),
    [
        (0.0, "return float(torch.equal(classes, y))", {"once_for_all"}),
        (0.0, "assert torch.equal(classes, y)", set()),
        (0.0, "if classes[i] is y[i]:", {"identity"}),
        (0.0, "if y is None:  # what is y", set()),
        (1.0, "for a, b in zip(y_hat, y):\n    return 1.0", {"returns_in_loop"}),
        (1.0, "for a, b in zip(y_hat, y):\n    pass\nreturn 1.0", set()),
    ],
)
def test_the_same_number_for_all_is_explained_by_the_text(value: float, text: str, name: set[str]) -> None:
    assert named(lambda y_hat, y: value, text) == name


@pytest.mark.parametrize(
    "function",
    [accuracy, lambda y_hat, y: accuracy(y_hat, y) + 2, lambda y_hat, y: accuracy(y_hat, y) / 3, lambda y_hat, y: None],
)
def test_other_numbers_have_no_name(function: Any) -> None:
    assert named(function) == set()

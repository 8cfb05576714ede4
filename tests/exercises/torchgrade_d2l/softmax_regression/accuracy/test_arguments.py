"""The meaning of the two arguments is told by their names and by the text; the audit shows it by the counts."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.model.results import Frame
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.accuracy import arguments, draws
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy

MATRICES = tuple(draws.matrices(Tensors(3)))
LOOP = "for X, y in {first}:\n        k += ({second}(X).argmax(1) == y).sum()"


def answered(function: Any, y_hat: torch.Tensor, y: torch.Tensor) -> Tried:
    answer = Answer(value=function(y_hat, y), node=Scalar(None))
    return Tried("call", "accuracy(y_hat, y)", ("y_hat", "y"), (y_hat, y), answer=answer)


@pytest.mark.parametrize(
    ("names", "order", "one_hot"),
    [
        (("y_hat", "y"), False, True),
        (("output", "target"), False, True),
        (("preds", "truth"), False, True),
        (("y", "y_hat"), True, False),
        (("labels", "scores"), True, False),
        (("a", "b"), True, True),
    ],
)
def test_labels_taken_for_rows_of_scores_are_told_from_another_order_by_the_names(
    names: tuple[str, str], order: bool, one_hot: bool
) -> None:
    first, second = names
    line = f"return ({first} == {second}.argmax(1)).sum()"
    text = (
        f"def accuracy({first}, {second}):\n    if {first}.ndim > 1:\n        {first} = {first}.argmax(1)\n    {line}\n"
    )
    y_hat, y = MATRICES[0]
    failure = CheckFailedError(
        "raised.exception", frames=[Frame(place="ada.py", function="accuracy", line=line)], type="IndexError",
        message="Dimension out of range (expected to be in range of [-1, 0], but got 1)", place="",
    )  # fmt: skip
    exchanged = answered(lambda labels, scores: accuracy(scores, labels), y, y_hat)
    tried = Tried(
        "call", "accuracy(y_hat, y)", ("y_hat", "y"), (y_hat, y), failure=failure, previous=exchanged,
        written=Written(text=text, parameters=names),
    )  # fmt: skip

    assert (arguments.order(tried), arguments.one_hot_labels(tried)) == (order, one_hot)


@pytest.mark.parametrize(
    ("names", "body", "is_one"),
    [
        (("data_iter", "net"), LOOP.format(first="data_iter", second="net"), True),
        (("net", "data_iter"), LOOP.format(first="data_iter", second="net"), True),
        (("net", "data_iter"), LOOP.format(first="enumerate(data_iter)", second="net.forward"), True),
        (("net", "it", "device"), "return sum((net(X).argmax(1) == y).sum() for X, y in it)", True),
        (("loader", "model"), "for data in loader:\n        a, b = data\n        k += model(a)", True),
        (("y_hat", "y"), "for row in y_hat:\n        a, b = row\n        k += a == b", False),
        (("y_hat", "y"), "for a, b in zip(y_hat, y):\n        k += a == b", False),
        (("y_hat", "y"), "return float((y_hat.argmax(1) == y).sum())", False),
        (("y_hat", "y"), LOOP.format(first="test_iter", second="net"), False),
    ],
)
def test_a_function_that_goes_over_data_with_a_net_is_evaluate_accuracy(
    names: tuple[str, ...], body: str, is_one: bool
) -> None:
    text = f"def accuracy({', '.join(names)}):\n    {body}\n"
    tried = Tried("call", "", names, MATRICES[0], written=Written(text=text, parameters=names))

    assert arguments.evaluates_net(tried) is is_one

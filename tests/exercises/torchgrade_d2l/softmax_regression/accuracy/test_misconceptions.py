"""Each mistake is named by its counts over all draws of a check, or by what it raises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import torch

from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.model.catalogue import load_catalogue
from torchgrade.plugins.resources import folder
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.accuracy import counts
from torchgrade_d2l.softmax_regression.accuracy.misconceptions import MISCONCEPTIONS

CATALOGUE = load_catalogue([folder("torchgrade_d2l") / "messages"])


def named(check: str, tried: Tried) -> set[str]:
    """Return the mistakes that are recognised in a failed check, each asked by itself."""
    found = (diagnose(f"accuracy.{check}", tried, [misconception], CATALOGUE) for misconception in MISCONCEPTIONS)
    return {diagnosis.misconception.removeprefix("accuracy.mistake.") for diagnosis in found if diagnosis is not None}


def asked(function: Any, draws: Iterable[counts.Draw], references: frozenset[str] = frozenset()) -> Tried:
    """Return the last of the calls of a function, as a check makes them."""
    tried = None
    for y_hat, y in draws:
        try:
            answer, failure = Answer(value=function(y_hat.clone(), y.clone()), node=Scalar(None)), None
        except Exception as error:  # noqa: BLE001 - a submission may raise anything
            failure = CheckFailedError("raised.exception", type=type(error).__name__, message=str(error), place="")
            answer = None
        tried = Tried(
            "call", "accuracy(y_hat, y)", ("y_hat", "y"), (y_hat, y), answer=answer, failure=failure,
            written=Written(references=references), previous=tried,
        )  # fmt: skip
        if failure is not None:
            break
    assert tried is not None
    return tried


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("function", "name"),
    [
        (counts.ratio, {"ratio"}),
        (counts.percent, {"percent"}),
        (counts.wrong_ones, {"wrong_ones"}),
        (counts.greatest_score, {"greatest_score"}),
        (counts.argmin, {"argmin"}),
        (counts.flat_argmax, {"whole_matrix"}),
        (counts.everything, {"everything"}),
        (counts.dim_0, {"dim_0"}),
        (counts.no_argmax, {"no_argmax"}),
        (lambda y_hat, y: (y == y_hat).sum(), {"no_argmax"}),
        (lambda y_hat, y: y_hat.argmax(1) == y, {"not_summed"}),
        (lambda y_hat, y: y_hat.max(1).type(y.dtype), {"max_pair"}),
        (lambda y_hat, y: 1.0, set()),
        (lambda y_hat, y: 0.0, set()),
        (counts.right, set()),
        (counts.from_one, set()),
        (lambda y_hat, y: counts.right(y_hat, y) + 1, set()),
        (lambda y_hat, y: None, set()),
    ],
)  # fmt: skip
def test_a_matrix_counted_wrongly_is_explained(function: Any, name: set[str], seed: int) -> None:
    assert named("matrix", asked(function, counts.matrices(Tensors(seed)))) == name


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (counts.flat_argmax, {"argmax_of_vector"}),
        (counts.ratio, {"ratio"}),
        (counts.argmin, {"no_guard"}),
        (lambda y_hat, y: y_hat.shape[1] > 1, {"no_guard"}),
        (lambda y_hat, y: 1 / 0, set()),
        (lambda y_hat, y: 0.0, set()),
        (counts.right, set()),
    ],
)
def test_a_vector_counted_wrongly_is_explained(function: Any, name: set[str]) -> None:
    assert named("vector", asked(function, counts.vectors(Tensors(3)))) == name


def test_a_name_that_is_bound_in_a_branch_only_is_named() -> None:
    def unbound(y_hat: torch.Tensor, y: torch.Tensor) -> float:
        if y_hat.ndim > 1:
            classes = y_hat.argmax(1)
        return float((classes == y).sum())

    assert named("vector", asked(unbound, counts.vectors(Tensors(3)))) == {"unbound"}


def test_a_row_taken_for_a_vector_is_named_unless_a_dimension_was_taken_away() -> None:
    def slip(y_hat: torch.Tensor, y: torch.Tensor) -> float:
        return counts.no_argmax(y_hat, y) if len(y_hat) == 1 else counts.right(y_hat, y)

    assert named("one_row", asked(slip, counts.rows(Tensors(3)))) == {"counts_rows"}
    assert named("one_row", asked(slip, counts.rows(Tensors(3)), frozenset({".squeeze"}))) == set()
    assert named("one_row", asked(lambda y_hat, y: 1.0, counts.rows(Tensors(3)))) == set()


def test_the_other_order_is_named_where_it_was_tried_and_right() -> None:
    def swapped(y: torch.Tensor, y_hat: torch.Tensor) -> float:
        return counts.no_argmax(y_hat, y) if y_hat.ndim == 1 else counts.right(y_hat, y)

    y_hat, y = counts.matrix(Tensors(3), 7, 4)
    first = asked(swapped, [(y_hat, y)])
    second = asked(swapped, [(y, y_hat)])
    second.previous = first
    third = asked(swapped, [(y_hat, y)])
    third.previous = second

    assert named("matrix", third) == {"order"}


@pytest.mark.parametrize("value", [3, torch.tensor(3.0)])
def test_a_right_count_of_another_type_is_named(value: Any) -> None:
    assert named("type", asked(lambda y_hat, y: value, counts.matrices(Tensors(3)))) == {"type"}

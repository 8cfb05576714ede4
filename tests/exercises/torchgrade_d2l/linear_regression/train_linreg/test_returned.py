"""Tests of what a call of ``train_linreg`` may leave behind: any value, of any form."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer
from torchgrade.protocol.messages import Opaque, Scalar
from torchgrade.protocol.values import TensorState
from torchgrade_d2l.linear_regression.train_linreg.returned import losses, parameters, state


@pytest.mark.parametrize(
    "value",
    [
        [3.0, 2, 0.5], (3.0, 2.0, 0.5), torch.tensor([3.0, 2.0, 0.5]), torch.tensor([[3.0], [2.0], [0.5]]),
        [torch.tensor(3.0), torch.tensor([2.0], dtype=torch.float64), Opaque("float32", "shape (), float32", 0.5)],
    ],
)  # fmt: skip
def test_losses_may_be_a_list_a_tuple_or_a_tensor_of_numbers(value: Any) -> None:
    assert losses(value, 3) == [3.0, 2.0, 0.5]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "value.none"),
        (1.0, "train_linreg.not_list"),
        ({"losses": [1.0]}, "train_linreg.not_list"),
        (Opaque("ndarray", "shape (2,), float64"), "train_linreg.not_list"),
        ("1.0, 0.5", "train_linreg.not_list"),
        ([1.0], "train_linreg.count"),
        ([], "train_linreg.count"),
        (torch.ones(2, 2), "train_linreg.count"),
        ([1.0, True], "train_linreg.not_number"),
        ([1.0, None], "train_linreg.not_number"),
        ([1.0, "0.5"], "train_linreg.not_number"),
        ([1.0, torch.ones(12, 1)], "train_linreg.shape"),
        ([1.0, torch.ones(1) * 1j], "train_linreg.shape"),
    ],
)
def test_any_other_value_is_a_mistake_of_the_student(value: Any, message: str) -> None:
    with pytest.raises(CheckFailedError) as failed:
        losses(value, 2)

    assert failed.value.message_id == message


def test_numbers_that_are_not_finite_are_numbers() -> None:
    assert losses([math.inf, torch.tensor(-math.inf)], 2) == [math.inf, -math.inf]


def answer(*after: tuple[TensorState, ...]) -> Answer:
    return Answer(value=None, node=Scalar(None), states=((), (), *after, (), (), ()))


def leaf(*shape: int, dtype: torch.dtype = torch.float32) -> tuple[TensorState, ...]:
    return (TensorState(data=torch.ones(shape, dtype=dtype), grad=None, requires_grad=True, leaf=True),)


def test_the_parameters_are_the_third_and_the_fourth_argument() -> None:
    w, b = parameters(answer(leaf(3, 1), leaf(1)), 3)

    assert (w.shape, b.shape) == ((3, 1), (1,))


@pytest.mark.parametrize(
    "w", [leaf(3), leaf(4, 1), leaf(), leaf(3, 1, dtype=torch.int64), leaf(3, 1, dtype=torch.bool)]
)
def test_parameters_of_another_form_are_a_mistake_of_the_student(w: tuple[TensorState, ...]) -> None:
    with pytest.raises(CheckFailedError) as failed:
        parameters(answer(w, leaf(1)), 3)

    assert failed.value.message_id == "argument.changed_form"


@pytest.mark.parametrize("states", [(), leaf(3, 1) * 2])
def test_an_argument_that_is_no_tensor_afterwards_breaks_the_protocol(states: tuple[TensorState, ...]) -> None:
    with pytest.raises(CheckFailedError) as failed:
        state(answer(states, leaf(1)), "w")

    assert failed.value.message_id == "worker.protocol"

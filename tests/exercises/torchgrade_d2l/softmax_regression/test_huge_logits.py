"""Tests of the checks of huge logits, and of the symptoms of a bound and of a clamp."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, cast

import pytest
import torch

from tests.words import shown
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Answer, Tried
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.huge_logits import (
    HUGE,
    assert_huge,
    assert_huge_gradient,
    clamps,
    stops_at_a_bound,
)

Function = Callable[[torch.Tensor], torch.Tensor]


def right(X: torch.Tensor) -> torch.Tensor:
    return torch.log_softmax(X.to(torch.float64), dim=1)


class Here:
    """Student whose function runs in the test."""

    def __init__(self, function: Function) -> None:
        self.function = function

    def call(self, X: torch.Tensor) -> Answer:
        return Answer(value=self.function(X), node=Scalar(value=None))

    def vjp(self, X: torch.Tensor, *, wrt: tuple[int, ...], cotangent: torch.Tensor) -> Answer:
        leaf = X.clone().requires_grad_()
        value = self.function(leaf)
        if value.requires_grad:
            (value * cotangent).sum().backward()
        return Answer(value=value.detach(), node=Scalar(value=None), gradients=(leaf.grad,))


def judge(function: Function) -> None:
    assert_huge(cast("Student", Here(function)), right)


def judge_gradient(function: Function) -> None:
    assert_huge_gradient(cast("Student", Here(function)), Tensors(0), right)


def raises_in_float64(X: torch.Tensor) -> torch.Tensor:
    if X.dtype == torch.float64:
        raise CheckFailedError("raised.exception")
    return torch.log_softmax(X, 1)


@pytest.mark.parametrize(
    "function",
    [
        lambda X: X - X.logsumexp(1, keepdim=True),
        lambda X: torch.log_softmax(X.float(), 1).to(X.dtype),
        lambda X: torch.log_softmax(X, 1).detach(),
        raises_in_float64,
    ],
    ids=["logsumexp", "through float32", "without a gradient", "only float32"],
)
def test_a_mistake_of_another_check_costs_nothing_here(function: Function) -> None:
    judge(function)


def test_a_gradient_is_needed_and_float32_decides() -> None:
    judge_gradient(lambda X: X - X.logsumexp(1, keepdim=True))
    judge_gradient(raises_in_float64)
    with pytest.raises(CheckFailedError) as caught:
        judge_gradient(lambda X: torch.log_softmax(X, 1).detach())

    assert caught.value.message_id == "gradient.none"


def branched(X: torch.Tensor) -> torch.Tensor:
    p = torch.softmax(X, 1)
    return torch.where(p > 0, p.log(), torch.log_softmax(X, 1))


def test_values_that_overflow_fail() -> None:
    with pytest.raises(CheckFailedError) as caught:
        judge(lambda X: X - X.exp().sum(1, keepdim=True).log())

    assert shown(caught.value.values["what"]) == "result"


def test_a_gradient_that_is_not_finite_fails_although_the_values_are_right() -> None:
    assert torch.allclose(branched(HUGE).double(), right(HUGE))
    judge(branched)
    with pytest.raises(CheckFailedError) as caught:
        judge_gradient(branched)

    assert (caught.value.message_id, shown(caught.value.values["what"])) == ("value.nan", "gradient")


def tried(function: Callable[[torch.Tensor], Any]) -> Tried:
    def again(X: torch.Tensor) -> Tried:
        return Tried("call", "", ("X",), (X,), Answer(value=function(X), node=Scalar(value=None)))

    return Tried("call", "", ("X",), (HUGE,), again=again)


@pytest.mark.parametrize("bound", [1e-30, 1e-12, 1e-3])
def test_a_bound_of_any_size_is_recognised(bound: float) -> None:
    bounded = stops_at_a_bound()

    assert bounded(tried(lambda X: (torch.softmax(X, 1) + bound).log()))
    assert bounded(tried(lambda X: torch.softmax(X, 1).clamp(min=bound).log()))
    assert not bounded(tried(right))
    assert not bounded(tried(lambda X: right(X.clamp(-50, 50))))
    assert not bounded(Tried("call", "", ("X",), (HUGE,)))


@pytest.mark.parametrize(("low", "high"), [(-50.0, 50.0), (-80.0, 60.0), (-1e4, 88.0), (-7.0, 1e4)])
def test_a_clamp_at_any_bounds_is_recognised(low: float, high: float) -> None:
    def function(X: torch.Tensor) -> torch.Tensor:
        return right(X.clamp(low, high))

    answer = Answer(value=function(HUGE), node=Scalar(value=None))
    assert clamps(right)(dataclasses.replace(tried(function), answer=answer))


@pytest.mark.parametrize(
    "function",
    [right, lambda X: right(X).clamp(min=-100), lambda X: right(X)[:, :2], lambda X: X.long(), lambda _: "text"],
    ids=["right", "bound", "narrow", "integers", "text"],
)
def test_other_results_are_no_clamp(function: Callable[[torch.Tensor], Any]) -> None:
    assert not clamps(right)(tried(function))
    assert not clamps(right)(Tried("call", "", ("X",), (HUGE,)))

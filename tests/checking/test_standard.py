"""Standard checks are pytest functions with a mark, and each fails for its own reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from torchgrade.checking import standard
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer
from torchgrade.protocol.messages import Scalar

Function = Callable[..., Any]


class Direct:
    """A student whose function runs here."""

    def __init__(self, function: Function) -> None:
        self.function = function

    def call(self, *arguments: Any) -> Answer:
        copies = [a.clone() for a in arguments]
        return Answer(value=self.function(*copies), node=Scalar(None), after=tuple(copies))

    def call_each(self, *several: tuple[Any, ...]) -> Iterator[Answer]:
        return (self.call(*arguments) for arguments in several)

    def vjp(self, *arguments: Any, wrt: tuple[int, ...], cotangent: torch.Tensor) -> Answer:
        copies = [a.clone() for a in arguments]
        leaf = copies[wrt[0]].requires_grad_()
        value = self.function(*copies)
        gradient = torch.autograd.grad(value, leaf, cotangent)[0] if value.requires_grad else None
        return Answer(value=value.detach(), node=Scalar(None), gradients=(gradient,))


def right(X: torch.Tensor) -> torch.Tensor:
    return 2 * X.double()


def inputs(tensors: Tensors) -> Iterator[torch.Tensor]:
    yield tensors.normal(3, 2)


def precise(tensors: Tensors) -> Iterator[torch.Tensor]:
    yield tensors.normal(3, 2, dtype=torch.float64)


VALUES = standard.values(right, inputs, points=1)
FORM = standard.form(right, inputs, points=0.5, requires=["values"])
PRECISE = standard.precise(right, precise, points=0.5)
GRADIENT = standard.gradient(right, precise, points=0.5, requires=["values"])
PULLBACK = standard.pullback(right, precise, points=0.5, requires=["gradient"], tolerance=(1e-3, 1e-3))
UNTOUCHED = standard.untouched(inputs, points=0.5, requires=["values"])


def failure(check: Function, function: Function) -> str:
    try:
        check(Direct(function), Tensors(1))
    except CheckFailedError as error:
        return error.message_id
    return ""


@pytest.mark.parametrize("check", [VALUES, FORM, PRECISE, GRADIENT, PULLBACK, UNTOUCHED])
def test_a_right_function_passes(check: Function) -> None:
    assert failure(check, lambda X: 2 * X) == ""


@pytest.mark.parametrize(
    ("check", "function", "reason"),
    [
        (VALUES, lambda X: 3 * X, "value.differs"),
        (FORM, lambda X: (2 * X).T, "shape.differs"),
        (FORM, lambda X: 2 * X.double(), "dtype.differs"),
        (PRECISE, lambda X: 2 * X.float(), "dtype.differs"),
        (PRECISE, lambda X: (2 * X.float()).double(), "value.rounded"),
        (GRADIENT, lambda X: X + X.detach(), "gradient.differences"),
        (GRADIENT, lambda X: (2 * X).detach(), "gradient.none"),
        (PULLBACK, lambda X: (2 * X).detach(), "gradient.none"),
        (PULLBACK, lambda X: X + X.detach(), "value.differs"),
        (UNTOUCHED, lambda X: X.mul_(2), "argument.changed"),
    ],
)
def test_a_wrong_function_fails_for_its_own_reason(check: Function, function: Function, reason: str) -> None:
    assert failure(check, function) == reason


def test_the_mark_says_what_the_check_is_worth_and_depends_on() -> None:
    (mark,) = FORM.pytestmark  # type: ignore[attr-defined]

    assert mark.kwargs == {"points": 0.5, "kind": "shape", "requires": ["values"]}


def test_a_check_that_depends_on_nothing_declares_nothing() -> None:
    (mark,) = VALUES.pytestmark  # type: ignore[attr-defined]

    assert mark.kwargs == {"points": 1, "kind": "value"}


def test_a_value_check_of_large_inputs_is_one_of_stability() -> None:
    (mark,) = standard.values(right, inputs, points=1, kind="stability", requires=["values"]).pytestmark  # type: ignore[attr-defined]

    assert mark.kwargs["kind"] == "stability"

"""Which argument a training takes for which is told by its names, or by trying: once, and only if one order fits."""

from __future__ import annotations

from typing import Any

import pytest

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.train_ch3 import arguments

OWN = ("n", "model", "batches", "others", "criterion", "step")
FIRST, SECOND = [4, 0, 1, 2, 3, 5], [4, 0, 2, 1, 3, 5]


def made(parameters: tuple[str, ...], *orders: list[int], message: str = "it fails") -> tuple[Tried, list[int]]:
    """Return a training that raised, and a list that grows when the worker is asked which orders train through."""
    times: list[int] = []

    def run_again(_: str, **__: Any) -> Tried:
        times.append(1)
        return Tried("run", "", (), (), answer=Answer(value={"orders": list(orders)}, node=Scalar(None)))

    failure = CheckFailedError("raised.exception", type="TypeError", message=message, place="")
    tried = Tried("run", "", (), (), failure=failure, inputs={"form": "custom"}, written=Written(parameters=parameters))
    tried.run_again = run_again
    return tried, times


def test_an_order_with_names_of_its_own_is_found_by_trying_once() -> None:
    tried, times = made(OWN, FIRST)

    assert arguments.other_order(tried) == {"order": "num_epochs, net, train_iter, test_iter, loss, updater"}
    assert arguments.takes_others(tried)
    assert len(times) == 1


@pytest.mark.parametrize("orders", [[], [FIRST, SECOND]])
def test_an_order_that_is_not_the_only_one_is_none(orders: list[list[int]]) -> None:
    assert arguments.other_order(made(OWN, *orders)[0]) is False


def test_nothing_is_asked_if_the_names_say_it_or_nothing_was_raised() -> None:
    named, times = made(tuple(reversed(arguments.COURSE)), FIRST)
    usual, again = made(arguments.COURSE, FIRST)
    right, never = made(OWN, FIRST)
    right.failure = None

    assert arguments.other_order(named) == {"order": ", ".join(reversed(arguments.COURSE))}
    assert arguments.other_order(usual) is False
    assert arguments.other_order(right) is False
    assert times == again == never == []


@pytest.mark.parametrize(
    ("parameters", "is_other"),
    [
        (("net", "train_iter", "test_iter", "num_epochs", "lr", "device"), True),
        ((*arguments.COURSE, "device"), False),
        (arguments.COURSE, False),
    ],
)
def test_another_list_of_arguments_is_known_by_a_name_that_this_course_never_passes(
    parameters: tuple[str, ...], is_other: bool
) -> None:
    tried, _ = made(parameters)

    assert arguments.other_list(tried) is is_other
    assert bool(arguments.parameters(tried)) is is_other

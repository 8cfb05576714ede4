"""Which argument a training takes for which is told by its names, or by trying: once, and only where one order fits."""

from __future__ import annotations

import types
from typing import Any

import pytest

from tests.exercises.torchgrade_d2l.softmax_regression.train_ch3.learners import RIGHT, changed, tried
from torchgrade.checking.tried import Answer, Tried
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.train_ch3 import arguments

HEAD = "(net, train_iter, test_iter, loss, num_epochs, updater)"
OWN = [("num_epochs", "n"), ("updater", "step"), ("train_iter", "batches"), ("test_iter", "others"), ("net", "model")]


def own(order: str, form: str, *changes: tuple[str, str]) -> tuple[Tried, list[int]]:
    """Return what comes of a training with names of its own in this order, and a list that grows when it is asked."""
    source = changed(*changes, (HEAD, f"({order})"), *OWN)
    made = tried(source, form)
    function: dict[str, Any] = {}
    times: list[int] = []

    def run_again(scenario: str, **inputs: Any) -> Tried:
        times.append(1)
        exec(compile(source, "ada.py", "exec"), names := {**SPACE, **function})
        space: dict[str, Any] = {"inputs": inputs, "student": types.SimpleNamespace(train_ch3=names["train_ch3"])}
        exec(compile(scenario, "orders.py", "exec"), space)
        return Tried("run", "", (), (), answer=Answer(value=space["result"], node=Scalar(None)))

    made.run_again = run_again
    return made, times


def evaluate(net: Any, data: Any) -> None:
    for X, _ in data:
        net(X)


SPACE: dict[str, Any] = {"torch": __import__("torch"), "evaluate": evaluate}


@pytest.mark.parametrize("form", ["custom", "optimizer"])
@pytest.mark.parametrize(
    "order",
    [
        "num_epochs, net, train_iter, test_iter, loss, updater",
        "train_iter, test_iter, net, loss, updater, num_epochs",
        "net, updater, loss, train_iter, test_iter, num_epochs",
    ],
)
def test_an_order_with_names_of_its_own_is_found_by_trying(order: str, form: str) -> None:
    made, times = own(order, form)

    assert arguments.other_order(made) == {"order": order}
    assert arguments.takes_others(made)
    assert len(times) == 1


def test_the_order_is_named_beside_another_mistake_and_not_in_its_place() -> None:
    made, _ = own("net, train_iter, test_iter, loss, num_epochs, updater", "custom", ("l.sum()", "l"))

    assert "scalar" in made.raised
    assert arguments.other_order(made) is False


def test_nothing_is_asked_where_the_names_say_it_or_nothing_was_raised() -> None:
    made = tried(changed(("l.sum().backward()", "l.backward()")), "custom")
    right = tried(RIGHT, "custom")
    asked: list[int] = []
    for one in (made, right):
        one.run_again = lambda *_, **__: asked.append(1)

    assert arguments.other_order(made) is False
    assert arguments.other_order(right) is False
    assert asked == []


def test_an_order_that_is_not_the_only_one_is_none() -> None:
    made, _ = own("num_epochs, net, train_iter, test_iter, loss, updater", "custom")
    two = Answer(value={"orders": [[4, 0, 1, 2, 3, 5], [4, 0, 2, 1, 3, 5]]}, node=Scalar(None))
    made.run_again = lambda *_, **__: Tried("run", "", (), (), answer=two)

    assert arguments.other_order(made) is False


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("(net, train_iter, test_iter, num_epochs, lr, device)", True),
        ("(net, train_iter, test_iter, loss, num_epochs, updater, device=None)", False),
        (HEAD, False),
    ],
)
def test_another_list_of_arguments_is_known_by_what_this_course_never_passes(head: str, name: bool) -> None:
    made = tried(changed((HEAD, head), ("l.sum().backward()", "1 / 0")), "custom")

    assert arguments.other_list(made) is name
    assert bool(arguments.parameters(made)) is name

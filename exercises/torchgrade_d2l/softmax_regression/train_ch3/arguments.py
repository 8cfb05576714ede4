"""Symptoms of a function that takes the six arguments of another edition, in another order or in another number."""

from __future__ import annotations

import re

from torchgrade.checking.tried import Tried
from torchgrade.model.results import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.train_ch3.replay import text

COURSE = ("net", "train_iter", "test_iter", "loss", "num_epochs", "updater")
_OTHERS = frozenset({
    "batch_size", "ctx", "device", "devices", "hyperparams", "learning_rate", "lr", "num_gpus", "params", "wd",
    "weight_decay",
})  # fmt: skip
"""Names of arguments that other training functions take and this course never passes."""
_LONGEST = 400
"""Characters of an exception that are searched."""


def is_parameter(tried: Tried, name: str) -> bool:
    """Report whether a name is a parameter of the student's function."""
    return name in tried.written.parameters


def first_edition(tried: Tried) -> bool:
    """Report whether the function takes batch_size, params, lr and an optimizer in place of the updater."""
    further = tried.written.parameters[5:]
    return further[:1] == ("batch_size",) and bool({"params", "lr", "optimizer", "trainer"} & set(further))


def other_order(tried: Tried) -> bool | dict[str, Value]:
    """Return the order in which the function takes the six arguments if it is another one."""
    names = tried.written.parameters
    if names != COURSE and set(names) == set(COURSE):
        return {"order": ", ".join(map(show_name, names))}
    if names[: len(COURSE)] == COURSE or len(names) < len(COURSE) or not tried.raised or first_edition(tried):
        return False
    order = _asked(tried)
    return {"order": ", ".join(COURSE[place] for place in order)} if order else False


class _Asked:
    """Cache of the order in which a function that raised trains through: tried in the worker once for all symptoms."""

    def __init__(self) -> None:
        self._tried: Tried | None = None
        self._order: tuple[int, ...] = ()

    def __call__(self, tried: Tried) -> tuple[int, ...]:
        """Return the places of the course's arguments; empty if no order or more than one trains through."""
        if tried is not self._tried:
            self._tried, self._order = tried, ()
            self._order = _order_that_trains(tried)
        return self._order


def _order_that_trains(tried: Tried) -> tuple[int, ...]:
    made = tried.run_again(text("orders"), **tried.inputs) if tried.run_again is not None and tried.inputs else None
    if made is None or made.answer is None:
        return ()
    orders = made.answer.value["orders"]
    return tuple(orders[0]) if len(orders) == 1 and sorted(orders[0]) == list(range(len(COURSE))) else ()


_asked = _Asked()


def other_list(tried: Tried) -> bool:
    """Report whether one of the first six parameters is for something that this course does not pass."""
    others = _OTHERS & set(tried.written.parameters[: len(COURSE)])
    return bool(tried.raised) and bool(others) and not first_edition(tried)


def takes_others(tried: Tried) -> bool:
    """Report whether the arguments went to the wrong parameters, so that any exception may follow."""
    return first_edition(tried) or other_list(tried) or bool(other_order(tried))


def parameters(tried: Tried) -> bool | dict[str, Value]:
    """Return the parameters of the function if the course's six arguments do not fit."""
    number = re.search(r"\btrain_ch3\(\) (?:takes|missing)", tried.raised[:_LONGEST])
    if first_edition(tried) or not (other_list(tried) or (number is not None and not other_order(tried))):
        return False
    return {"takes": ", ".join(map(show_name, tried.written.parameters))}

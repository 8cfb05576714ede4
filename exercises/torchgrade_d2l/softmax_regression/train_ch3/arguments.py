"""What a training takes its six arguments for: those of another edition, in another order, or another number."""

from __future__ import annotations

import re

from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.train_ch3.replay import text

COURSE = ("net", "train_iter", "test_iter", "loss", "num_epochs", "updater")
_OTHERS = frozenset({
    "batch_size", "ctx", "device", "devices", "hyperparams", "learning_rate", "lr", "num_gpus", "params", "wd",
    "weight_decay",
})  # fmt: skip
"""Names of arguments that other functions for training take and this course never passes."""
_LONGEST = 400
"""Characters of an exception that are searched."""


def is_parameter(tried: Tried, name: str) -> bool:
    """Whether it is a parameter of the student's function."""
    return name in tried.written.parameters


def first_edition(tried: Tried) -> bool:
    """Whether the function takes batch_size, params, lr and an optimizer where the course passes the updater."""
    further = tried.written.parameters[5:]
    return further[:1] == ("batch_size",) and bool({"params", "lr", "optimizer", "trainer"} & set(further))


def other_order(tried: Tried) -> bool | dict[str, Value]:
    """Say in which order the function takes the six arguments, where it is another one."""
    names = tried.written.parameters
    if names != COURSE and set(names) == set(COURSE):
        return {"order": ", ".join(map(show_name, names))}
    if names[: len(COURSE)] == COURSE or len(names) < len(COURSE) or not tried.raised or first_edition(tried):
        return False
    order = _asked(tried)
    return {"order": ", ".join(COURSE[place] for place in order)} if order else False


class _Asked:
    """The order in which a function that raised trains through: tried in the worker once, for all symptoms."""

    def __init__(self) -> None:
        self._tried: Tried | None = None
        self._order: tuple[int, ...] = ()

    def __call__(self, tried: Tried) -> tuple[int, ...]:
        """Return the places of the course's arguments; empty if no order or more than one does."""
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
    """Whether one of the first six parameters is for something that this course does not pass."""
    others = _OTHERS & set(tried.written.parameters[: len(COURSE)])
    return bool(tried.raised) and bool(others) and not first_edition(tried)


def takes_others(tried: Tried) -> bool:
    """Whether the arguments went to other parameters than they belong to, so that anything may be raised."""
    return first_edition(tried) or other_list(tried) or bool(other_order(tried))


def parameters(tried: Tried) -> bool | dict[str, Value]:
    """Say what the function takes, where the course's six arguments do not fit."""
    number = re.search(r"\btrain_ch3\(\) (?:takes|missing)", tried.raised[:_LONGEST])
    if first_edition(tried) or not (other_list(tried) or (number is not None and not other_order(tried))):
        return False
    return {"takes": ", ".join(map(show_name, tried.written.parameters)) or "nothing"}

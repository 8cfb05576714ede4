"""Symptoms of a function that takes the six arguments of another edition, in another order or in another number."""

from __future__ import annotations

from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.training_arguments import Arguments


def first_edition(tried: Tried) -> bool:
    """Return whether the function takes batch_size, params, lr and an optimizer instead of the updater."""
    further = tried.written.parameters[5:]
    return further[:1] == ("batch_size",) and bool({"params", "lr", "optimizer", "trainer"} & set(further))


OF_COURSE = Arguments(
    "train_ch3", "net", "train_iter", "test_iter", "loss", "num_epochs", "updater", edition=first_edition
)

COURSE = OF_COURSE.course
other_order = OF_COURSE.other_order
other_list = OF_COURSE.other_list
takes_others = OF_COURSE.takes_others
parameters = OF_COURSE.parameters

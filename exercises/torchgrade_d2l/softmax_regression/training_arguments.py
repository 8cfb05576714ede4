"""Symptoms of a training function that takes its arguments in another order, or other arguments."""

from __future__ import annotations

import re
from collections.abc import Callable

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.training_symptoms import raises
from torchgrade_d2l.softmax_regression.trainings import text

_OTHERS = frozenset({
    "batch_size", "ctx", "device", "devices", "hyperparams", "learning_rate", "lr", "num_gpus", "params", "wd",
    "weight_decay",
})  # fmt: skip
"""Names of arguments that other training functions take and this course never passes."""
_LONGEST = 400
"""Most characters of an exception that are searched."""


class Arguments:
    """The arguments of a training function in this course, and symptoms of others."""

    def __init__(self, function: str, *course: str, edition: Callable[[Tried], bool] = lambda _: False) -> None:
        """Name the arguments.

        :param edition: whether a function is that of an edition with other arguments.
        """
        self.function, self.course, self._is_edition = function, course, edition
        # The order in which a raising function trains, tried in the worker once for all symptoms.
        self._tried: Tried | None = None
        self._order: tuple[int, ...] = ()

    def other_order(self, tried: Tried) -> bool | dict[str, Value]:
        """Return the order in which the function takes the arguments if it is another one."""
        names, course = tried.written.parameters, self.course
        if names != course and set(names) == set(course):
            return {"order": ", ".join(map(show_name, names))}
        if names[: len(course)] == course or len(names) < len(course) or not tried.raised or self._is_edition(tried):
            return False
        order = self._asked(tried)
        return {"order": ", ".join(course[place] for place in order)} if order else False

    def _asked(self, tried: Tried) -> tuple[int, ...]:
        """Return the places of the course's arguments; return an empty tuple unless exactly one order trains."""
        if tried is not self._tried:
            self._tried, self._order = tried, ()
            self._order = self._order_that_trains(tried)
        return self._order

    def _order_that_trains(self, tried: Tried) -> tuple[int, ...]:
        if tried.run_again is None or not tried.inputs:
            return ()
        asked = {**tried.inputs, "function": self.function, "names": list(self.course)}
        made = tried.run_again(text("orders"), **asked)
        if made is None or made.answer is None:
            return ()
        orders = made.answer.value["orders"]
        places = list(range(len(self.course)))
        return tuple(orders[0]) if len(orders) == 1 and sorted(orders[0]) == places else ()

    def other_list(self, tried: Tried) -> bool:
        """Return whether one of the first parameters is for something that this course does not pass."""
        others = _OTHERS & set(tried.written.parameters[: len(self.course)])
        return bool(tried.raised) and bool(others) and not self._is_edition(tried)

    def takes_others(self, tried: Tried) -> bool:
        """Return whether the arguments went to the wrong parameters, so that any exception may follow."""
        return self._is_edition(tried) or self.other_list(tried) or bool(self.other_order(tried))

    def only_with(self, symptom: Symptom) -> Symptom:
        """Return the symptom for a function of these arguments, because others may cause any exception."""

        def same(tried: Tried) -> bool | dict[str, Value]:
            found = symptom(tried)
            return found if found and not self.takes_others(tried) else False

        return same

    def raises(self, pattern: str, at: str = "") -> Symptom:
        """Return the symptom of an exception that other arguments do not explain, and of the line that raised it."""
        return self.only_with(raises(pattern, at))

    def parameters(self, tried: Tried) -> bool | dict[str, Value]:
        """Return the parameters of the function if the course's arguments do not fit."""
        number = re.search(rf"\b{self.function}\(\) (?:takes|missing)", tried.raised[:_LONGEST])
        if self._is_edition(tried) or not (
            self.other_list(tried) or (number is not None and not self.other_order(tried))
        ):
            return False
        return {"takes": ", ".join(map(show_name, tried.written.parameters))}

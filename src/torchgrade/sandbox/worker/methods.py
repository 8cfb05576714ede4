"""Conversion of a method that uses its object into a function, with an object made for it."""

from __future__ import annotations

import types
from typing import Any

from torchgrade.model.slices import Method
from torchgrade.sandbox.worker.timing import time_limit


def bind(method: Method, module: types.ModuleType, seconds: float) -> BaseException | None:
    """Bind the method, and put it into the module under the name of the exercise.

    Return the error that kept the class from making an object without arguments; the object is then made without
    ``__init__``. Raise any error of looking up the class or the method.

    :param seconds: how long making an object may take.
    """
    first, *rest = method.holder.split(".")
    holder: Any = module.__dict__[first]
    for name in rest:
        holder = getattr(holder, name)
    failure = None
    with time_limit(seconds):
        if method.of_class:
            owner = holder
        else:
            try:
                owner = holder()
            except Exception as error:  # noqa: BLE001 - the method may work without what __init__ would set up
                failure, owner = error, _bare(holder)
        module.__dict__[method.name] = getattr(owner, method.name)
    return failure


def _bare(holder: Any) -> Any:
    """Return an object without its own ``__init__``. A torch module gets the state that every module has."""
    made = holder.__new__(holder)
    for base in holder.__mro__:
        if base.__module__ == "torch.nn.modules.module":
            base.__init__(made)
    return made

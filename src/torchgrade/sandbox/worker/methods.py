"""Make a function of a method whose body uses its object: an object of its class is made for it."""

from __future__ import annotations

import types
from typing import Any

from torchgrade.model.slices import Method
from torchgrade.sandbox.worker.timing import time_limit


def bind(method: Method, module: types.ModuleType, seconds: float) -> BaseException | None:
    """Put the bound method where the exercise is looked for.

    Return what kept the class from making an object without arguments; the method is then bound to one that
    ``__init__`` did not see. Raises what looking up the class or the method raises.

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
            except Exception as error:  # noqa: BLE001 - whatever its __init__ raises, the method may need none of it
                failure, owner = error, _bare(holder)
        module.__dict__[method.name] = getattr(owner, method.name)
    return failure


def _bare(holder: Any) -> Any:
    """Return an object without its own ``__init__``; one of torch gets what every module has."""
    made = holder.__new__(holder)
    for base in holder.__mro__:
        if base.__module__ == "torch.nn.modules.module":
            base.__init__(made)
    return made

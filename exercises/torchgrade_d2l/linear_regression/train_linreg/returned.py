"""The result of one call of ``train_linreg``: the caller's parameters afterwards, and the returned losses."""

from __future__ import annotations

from typing import Any

import torch

from torchgrade.checking.assertions import assert_tensor
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer
from torchgrade.checking.views import view
from torchgrade.model.phrases import phrase
from torchgrade.protocol.messages import Opaque
from torchgrade.protocol.values import TensorState

_PLACES = {"w": 2, "b": 3}


def state(answer: Answer, name: str) -> TensorState:
    """Return the caller's ``w`` or ``b`` after the call."""
    states = answer.states[_PLACES[name]]
    if len(states) != 1:
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.not_tensor", name=name))
    return states[0]


def parameters(answer: Answer, d: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return w with d elements and b with one element after the call."""
    w, b = state(answer, "w").data, state(answer, "b").data
    for name, tensor, shape in (("w", w, [d, 1]), ("b", b, [1])):
        if list(tensor.shape) != shape or not tensor.is_floating_point():
            raise CheckFailedError("argument.changed_form", got=view(tensor), name=name)
    return w, b


def losses(value: Any, count: int) -> list[float]:
    """Return the returned losses; fail unless they are so many real numbers in a list, a tuple or a tensor."""
    if value is None:
        assert_tensor(value, "what.losses")
    items = value.reshape(-1).unbind() if isinstance(value, torch.Tensor) else value
    if not isinstance(items, list | tuple):
        raise CheckFailedError("train_linreg.not_list", got=view(value), want=count, type=view(value).type)
    found = [_number(item, place) for place, item in enumerate(items)]
    if len(found) != count:
        raise CheckFailedError("train_linreg.count", got=view(value), losses=len(found), want=count)
    return found


def _number(item: Any, place: int) -> float:
    """Return a number, a tensor with one element or a number of numpy as a Python number."""
    number = item.number if isinstance(item, Opaque) else item
    if isinstance(number, torch.Tensor) and number.numel() == 1 and not number.is_complex():
        return float(number)
    if isinstance(number, int | float) and not isinstance(number, bool):
        return float(number)
    shown = view(item)
    if isinstance(item, torch.Tensor):
        raise CheckFailedError("train_linreg.shape", got=shown, place=place, got_shape=list(item.shape))
    raise CheckFailedError("train_linreg.not_number", got=shown, place=place, type=shown.type)

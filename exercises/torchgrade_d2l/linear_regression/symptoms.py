"""Symptoms of mistakes that several exercises of this topic share."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import requests
from torchgrade.checking.tried import Tried


def is_list(tried: Tried) -> bool:
    """Return whether the result is a list or a tuple."""
    return tried.answer is not None and isinstance(tried.answer.value, list | tuple)


def changed(tried: Tried) -> bool:
    """Return whether a call has changed one of its arguments: the shape, the dtype or an element."""
    return any(
        not (isinstance(new, torch.Tensor) and new.dtype == old.dtype and torch.equal(new, old))
        for one in requests(tried)
        if one.verb == "call" and one.answer is not None
        for old, new in zip(one.arguments, one.answer.after, strict=True)
        if isinstance(old, torch.Tensor)
    )

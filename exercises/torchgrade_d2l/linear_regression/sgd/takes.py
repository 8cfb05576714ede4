"""What ``sgd`` takes params for, where it is not a list of tensors: a net, an optimizer, layers, names with tensors."""

from __future__ import annotations

import difflib
import re

import torch

from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade.model.showable import show_name

_OF_NETS = frozenset({
    "parameters", "named_parameters", "weight", "bias", "weights", "state_dict", "modules", "children", "layers",
    "named_modules", "named_children", "zero_grad", "step", "param_groups", "train", "eval", "items", "values", "keys",
})  # fmt: skip
"""Attributes of nets, layers, optimizers and their dictionaries."""
_LONGEST = 400
"""Characters of an exception or of a line that are searched."""
_GRADIENTS = re.compile(r"(?i)d_?(?:w|params)|grads?|gradients?|\w+_grads?")
_LOOP_OF_PAIRS = re.compile(r"^\s*for \(?\w+\s*,[^:]*\bin\b(?![^:]*\b(?:enumerate|zip)\()")


def _asked(tried: Tried) -> str:
    """Return the attribute that was asked of params, as if it were another thing than a list."""
    match = re.search(r"'(?:list|tuple)' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
    if match is None or not tried.written.parameters:
        return ""
    asked = rf"(?<![\w.]){re.escape(tried.written.parameters[0])}\.{match[1]}\b"
    return match[1] if re.search(asked, tried.raised_at[:_LONGEST]) else ""


def of_list(tried: Tried) -> bool:
    """Whether params was asked for what each of its tensors has."""
    name = _asked(tried)
    return bool(name) and name not in _OF_NETS and hasattr(torch.Tensor, name)


def of_net(tried: Tried) -> bool | dict[str, Value]:
    """Say what was asked of params as of a net or of an optimizer; a misspelt method of lists is none of these."""
    name = _asked(tried)
    misspelt = difflib.get_close_matches(name, dir(list), n=1, cutoff=0.8)
    if not name or misspelt or (name not in _OF_NETS and hasattr(torch.Tensor, name)):
        return False
    return {"parameter": show_name(tried.written.parameters[0]), "name": show_name(name)}


def called(tried: Tried) -> bool | dict[str, Value]:
    """Say that params was called like a net."""
    if re.search(r"'(?:list|tuple)' object is not callable", tried.raised[:_LONGEST]) is None:
        return False
    name = tried.written.parameters[0]
    own = re.search(rf"(?<![\w.]){re.escape(name)}\(", tried.raised_at[:_LONGEST])
    return {"parameter": show_name(name)} if own is not None else False


def of_layer(tried: Tried) -> bool | dict[str, Value]:
    """Say what was asked of a tensor of params, as of a layer or of a group of an optimizer."""
    match = re.search(r"'Tensor' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
    return {"name": match[1]} if match is not None and match[1] in _OF_NETS else False


def gradients(tried: Tried) -> bool | dict[str, Value]:
    """Say which parameter is for gradients, which this course leaves in the tensors."""
    named = next((name for name in tried.written.parameters[1:3] if _GRADIENTS.fullmatch(name)), None)
    return {"name": show_name(named)} if named is not None and tried.raised else False


def by_name(tried: Tried) -> bool:
    """Whether a tensor was taken out of params by its name."""
    return re.search(r"(?:list|tuple) indices must be integers or slices, not str", tried.raised[:_LONGEST]) is not None


def pairs(tried: Tried) -> bool:
    """Whether a loop over params takes each tensor apart, as into a name and a tensor."""
    unpacked = "values to unpack" in tried.raised[:_LONGEST]
    return unpacked and _LOOP_OF_PAIRS.search(tried.raised_at[:_LONGEST]) is not None

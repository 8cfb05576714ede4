"""Mistakes of ``sgd`` that show in the exception of a call or in the text of the function."""

from __future__ import annotations

import difflib
import re

import torch

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.linear_regression.sgd.moves import moves_of

_OF_NETS = frozenset({
    "parameters", "named_parameters", "weight", "bias", "weights", "state_dict", "modules", "children", "layers",
    "named_modules", "named_children", "zero_grad", "step", "param_groups", "train", "eval", "items", "values", "keys",
})  # fmt: skip
"""Attributes of nets, layers, optimizers and their dictionaries."""
_LONGEST = 400
"""Most characters of an exception or of a line that are searched."""
_GRADIENTS = re.compile(r"(?i)d_?(?:w|params)|grads?|gradients?|\w+_grads?")
_LOOP_OF_PAIRS = r"^\s*for \(?\w+\s*,[^:]*\bin\b(?![^:]*\b(?:enumerate|zip)\()"
_COPIED = re.compile(r"\b(\w+) *= *[^\n#=]*(?:\.clone\(|deepcopy\()")
_REACHED_BY_NAME = r"^\w+\.grad\.(zero_|data|detach_)\b"


def raised(pattern: str, at: str = "") -> Symptom:
    """Return the symptom of an exception that matches one pattern, raised by a line that matches the other pattern."""

    def same(tried: Tried) -> bool:
        return bool(re.search(pattern, tried.raised[:_LONGEST]) and re.search(at, tried.raised_at[:_LONGEST]))

    return same


def _asked(tried: Tried) -> str:
    """Return the attribute that the code requested from params, as if params were not a list."""
    match = re.search(r"'(?:list|tuple)' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
    if match is None or not tried.written.parameters:
        return ""
    asked = rf"(?<![\w.]){re.escape(tried.written.parameters[0])}\.{match[1]}\b"
    return match[1] if re.search(asked, tried.raised_at[:_LONGEST]) else ""


def of_list(tried: Tried) -> bool:
    """Return whether the code requested an attribute of tensors from params."""
    name = _asked(tried)
    return bool(name) and name not in _OF_NETS and hasattr(torch.Tensor, name)


def of_net(tried: Tried) -> bool | dict[str, Value]:
    """Return the attribute of a net or an optimizer that the code requested from params.

    A misspelt method of a list does not count.
    """
    name = _asked(tried)
    misspelt = difflib.get_close_matches(name, dir(list), n=1, cutoff=0.8)
    if not name or misspelt or (name not in _OF_NETS and hasattr(torch.Tensor, name)):
        return False
    return {"parameter": show_name(tried.written.parameters[0]), "name": show_name(name)}


def called(tried: Tried) -> bool | dict[str, Value]:
    """Return the name of params if it was called like a net."""
    if not raised(r"'(?:list|tuple)' object is not callable")(tried):
        return False
    name = tried.written.parameters[0]
    own = re.search(rf"(?<![\w.]){re.escape(name)}\(", tried.raised_at[:_LONGEST])
    return {"parameter": show_name(name)} if own is not None else False


def of_layer(tried: Tried) -> bool | dict[str, Value]:
    """Return the attribute of a layer or of an optimizer's group that the code requested from a tensor of params."""
    match = re.search(r"'Tensor' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
    return {"name": match[1]} if match is not None and match[1] in _OF_NETS else False


def gradients(tried: Tried) -> bool | dict[str, Value]:
    """Return the function's parameter that is meant for gradients, because this course passes them in the tensors."""
    named = next((name for name in tried.written.parameters[1:3] if _GRADIENTS.fullmatch(name)), None)
    return {"name": show_name(named)} if named is not None and tried.raised else False


by_name = raised(r"(?:list|tuple) indices must be integers or slices, not str")
pairs = raised("values to unpack", _LOOP_OF_PAIRS)


def outside(tried: Tried) -> bool | dict[str, Value]:
    """Return the parameter of the function that is never read while a name outside the function replaces it."""
    own, text = tried.written.parameters, tried.written.text
    if tried.answer is None or moves_of(tried).ratio is None:
        return False
    for name, parameter in zip(tried.names, own, strict=False):
        unread = len(re.findall(rf"\b{re.escape(parameter)}\b", text)) == 1
        if name not in own and unread and re.search(rf"^{name}\s*=", text, re.MULTILINE):
            return {"name": show_name(name), "parameter": show_name(parameter)}
    return False


def inside(tried: Tried) -> bool:
    """Return whether no name outside the function replaces one of its parameters."""
    return not outside(tried)


def yields(tried: Tried) -> bool:
    """Return whether the function is a generator, so that its call did not move a parameter."""
    value = tried.answer.value if tried.answer is not None else None
    generator = isinstance(value, Opaque) and value.type == "generator"
    return generator and re.search(r"\byield\b", tried.written.text) is not None and moves_of(tried).all_by(0)


def on_copy(tried: Tried) -> bool:
    """Return whether the text copies a tensor to a name and makes the step on that name."""
    copies = {match[1] for match in _COPIED.finditer(tried.written.text)}
    stepped_on = (rf"^\s*{name}(?:\.data)?(?: *[-+]=|\.(?:sub|add)_\()" for name in copies)
    moved = any(re.search(one, tried.written.text, re.MULTILINE) for one in stepped_on)
    return moved and moves_of(tried).all_by(0)


def lost_gradient(tried: Tried) -> bool:
    """Return whether the parameter's name refers to another tensor without a gradient when the gradient is cleared."""
    # Look at the text, because `.data` and `.detach()` give tensors without a gradient too.
    plain = not {".data", ".detach"} & tried.references
    return plain and raised(r"AttributeError: 'NoneType' object has no attribute", _REACHED_BY_NAME)(tried)


def _kept(*, mentions: bool, ran: bool | None = None, data: bool | None = None) -> Symptom:
    """Return the symptom of gradients that are the same after the call as before.

    :param mentions: whether the text mentions ``zero_``.
    :param ran: whether ``zero_`` ran, if that matters.
    :param data: whether the text mentions ``.data``, if that matters.
    """

    def same(tried: Tried) -> bool:
        moves = moves_of(tried)
        mentioned = any(name.rpartition(".")[2] == "zero_" for name in tried.references)
        found = ((mentions, mentioned), (ran, "zero_" in moves.operators), (data, ".data" in tried.references))
        return tried.verb == "call" and all(moves.kept) and all(want in (None, got) for want, got in found)

    return same


not_cleared = _kept(mentions=False, data=False)
left_to_the_loop = _kept(mentions=False, data=True)
"""Symptom of the function of d2lzh_pytorch: a step on ``.data``, without clearing the gradient."""
not_called = _kept(mentions=True, ran=False)
copy_cleared = _kept(mentions=True, ran=True)

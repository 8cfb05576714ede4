"""Mistakes of code that mixes numpy and torch, recognised by the exception and its line."""

from __future__ import annotations

import re

import numpy as np
import torch

from torchgrade.checking.imports import numpy_names
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade.protocol.messages import Opaque

Found = bool | dict[str, Value]
_LONGEST = 400
"""Characters of an exception that are searched."""
_MOST_PARTS = 4
"""Parts of a result that are searched."""
_METHOD = re.compile(
    r"TypeError: (\w{1,40})\(\)(?: received an invalid combination| got an unexpected keyword|: argument '\w+')"
)
_METHODS = {"amax": "max", "amin": "min", "round_": "round", "around": "round"}
"""numpy functions that call a method of another name on their argument."""
_REFUSED = re.compile(r"expected a sequence of integers .*got '.{0,9}tensor\(")
_OPERATOR = re.compile(r"unsupported operand type\(s\) for (\S{1,3})(?: or pow\(\))?: '(numpy\.ndarray|Tensor)' and '")
_CONCATENATION = "Concatenation operation is not implemented for NumPy arrays"
_FOR_TORCH = re.compile(
    r"TypeError: (\w{1,40})\(\): argument '\w+' (?:\(position \d+\) )?must be Tensor, not numpy\.ndarray"
)
_IN_A_LIST = "expected Tensor as element 0 in argument 0, but got numpy.ndarray"
_TORCH_TYPE = re.compile(r"Cannot interpret 'torch\.\w+' as a data type")
_NUMPY_TYPE = re.compile(r"invalid type: 'numpy\.(\w+)'|argument 'dtype' must be torch\.dtype, not (\w+)")


def numpy_of_tensor(tried: Tried) -> Found:
    """Return the numpy function on the line that raised that got a tensor."""
    said, called = tried.raised[:_LONGEST], _numpy_calls(tried)
    if not called:
        return False
    if _REFUSED.search(said):
        return {"name": next(iter(called))}
    if "Can't call numpy() on Tensor that requires grad" in said:
        return {"name": next(iter(called))} if ".numpy(" not in tried.raised_at else False
    if _TORCH_TYPE.search(said):
        return {"name": next(iter(called))} if not _names_type(tried) else False
    method = _METHOD.search(said)
    if method is None:
        return False
    name = next((name for name, original in called.items() if _last(original) == method[1]), None)
    return {"name": name} if name else False


def numpy_and_tensor(tried: Tried) -> Found:
    """Return the operator that had a numpy array on one side and a tensor on the other."""
    said = tried.raised[:_LONGEST]
    found = _OPERATOR.search(said)
    if found is not None:
        both = "'numpy.ndarray' and 'Tensor'" in said or "'Tensor' and 'numpy.ndarray'" in said
        return {"operator": found[1]} if both else False
    return {"operator": "+"} if _CONCATENATION in said else False


def array_of_torch(tried: Tried) -> Found:
    """Return the torch function that got a numpy array instead of a tensor."""
    said = tried.raised[:_LONGEST]
    found = _FOR_TORCH.search(said)
    if found is not None:
        return {"name": show_name(found[1])}
    called = re.search(r"\b(stack|cat|concat|concatenate|vstack|hstack)\(", tried.raised_at)
    return {"name": called[1]} if _IN_A_LIST in said and called is not None else False


def method_of_tensor(tried: Tried) -> Found:
    """Return the method of tensors that the code called on a numpy array."""
    found = re.search(r"'numpy\.ndarray' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
    return {"name": found[1]} if found is not None and hasattr(torch.Tensor, found[1]) else False


def method_of_array(tried: Tried) -> Found:
    """Return the method of numpy arrays that the code called on a tensor."""
    found = re.search(r"'Tensor' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
    return {"name": found[1]} if found is not None and hasattr(np.ndarray, found[1]) else False


def type_of_torch(tried: Tried) -> Found:
    """Return whether numpy got a dtype of torch."""
    return _TORCH_TYPE.search(tried.raised[:_LONGEST]) is not None and _names_type(tried)


def _names_type(tried: Tried) -> bool:
    """Return whether the line that raised names a dtype. Otherwise a tensor may have passed the dtype."""
    return re.search(r"dtype|\btorch\.(?:float|double|half|int|long|short|uint|bool)", tried.raised_at) is not None


def type_of_numpy(tried: Tried) -> Found:
    """Return whether torch got a dtype of numpy."""
    found = _NUMPY_TYPE.search(tried.raised[:_LONGEST])
    named = re.search(r"\b(?:np|numpy)\.(?:float|int|double|single|half|uint|bool)\w*\b(?!\()", tried.raised_at)
    return named is not None and (found is not None or "type)" in tried.raised[:_LONGEST])


def returned_array(tried: Tried) -> Found:
    """Return whether the result, or a part of it, is a numpy array."""
    value = tried.answer.value if tried.answer is not None else None
    parts = value if isinstance(value, list | tuple) else [value]
    # A generator's items are pairs themselves.
    first = parts[0] if parts and isinstance(parts[0], list | tuple) else parts
    return any(isinstance(part, Opaque) and part.type == "ndarray" for part in first[:_MOST_PARTS])


def _last(name: str) -> str:
    last = name.rpartition(".")[2]
    return _METHODS.get(last, last)


def _numpy_calls(tried: Tried) -> dict[str, str]:
    """Return the numpy functions that the line that raised calls: the line's names for them, and numpy's own names."""
    modules, functions = numpy_names(tried.written.text)
    found = {}
    for match in re.finditer(r"(?<![\w.])(\w+(?:\.\w+)*)\s*\(", tried.raised_at[:_LONGEST]):
        name = match[1]
        if name.partition(".")[0] in modules and "." in name:
            found[show_name(name)] = name
        elif name in functions or ("*" in functions and name not in tried.written.names and hasattr(np, name)):
            found[show_name(name)] = functions.get(name, name)
    return found

"""Mistakes of any exercise that an exception shows, with PyTorch's message in words that name the place to look.

Tried after the exercise's own misconceptions, and only if no own misconception is named.
"""

from __future__ import annotations

import builtins
import difflib
import re
from collections.abc import Iterable, Sequence

import torch

from torchgrade.checking import arrays, sizes
from torchgrade.checking.diagnosis import Misconception, Symptom
from torchgrade.checking.imports import import_of, statement_of
from torchgrade.checking.proxies import Tried
from torchgrade.model.phrases import Value, listed, phrase
from torchgrade.model.showable import show_name
from torchgrade.slicing.frameworks import FRAMEWORKS, modules_of

_LONGEST = 400
"""Characters of an exception that are searched, because a submission may make its text very long."""
_CUTOFF = 0.7
_MISSING = re.compile(r"NameError: name '(\w+)' is not defined")
_ARGUMENTS = "(?:takes|missing|got an unexpected)"
_MODULES = {
    "torch": "import torch", "nn": "from torch import nn", "F": "from torch.nn import functional as F",
    "random": "import random", "math": "import math", "np": "import numpy as np", "numpy": "import numpy",
    "torchvision": "import torchvision", "plt": "from matplotlib import pyplot as plt", "time": "import time",
}  # fmt: skip
"""Names of modules in usual files, each with the line that imports it."""


def _says(pattern: str, *fields: str) -> Symptom:
    """Return the symptom of an exception whose last line matches. Groups fill the fields of the sentence."""
    compiled = re.compile(pattern)

    def same(tried: Tried) -> bool | dict[str, Value]:
        match = compiled.search(tried.raised[:_LONGEST])
        if match is None:
            return False
        return {name: show_name(text or "") for name, text in zip(fields, match.groups(), strict=False)} or True

    return same


def _closest(name: str, known: Iterable[str]) -> str | None:
    # Few people mistype the first letter, and short names with another one are similar by chance.
    alike = [one for one in sorted(known)[:2000] if one[:1].lower() == name[:1].lower()]
    close = difflib.get_close_matches(name[:80], alike, n=1, cutoff=_CUTOFF)
    return close[0] if close else None


def _misspelt(tried: Tried) -> bool | dict[str, Value]:
    """Return the known name most similar to a missing one: a parameter, a name of the file or one of Python."""
    match = _MISSING.match(tried.raised[:_LONGEST])
    if match is None:
        return False
    guess = _closest(match[1], {*tried.written.parameters, *tried.written.names, *dir(builtins), "torch"} - {match[1]})
    return {"name": show_name(match[1]), "guess": show_name(guess)} if guess else False


def _without_value(tried: Tried) -> bool | dict[str, Value]:
    """Return the missing name if the file itself assigns it: the line that does so has failed."""
    match = _MISSING.match(tried.raised[:_LONGEST])
    return {"name": show_name(match[1])} if match is not None and match[1] in tried.written.names else False


def _of_chapter(tried: Tried) -> bool | dict[str, Value]:
    """Return the missing name if it is one of the course's parameters, for which this function has another name."""
    match = _MISSING.match(tried.raised[:_LONGEST])
    if match is None or match[1] not in tried.names or not tried.written.parameters:
        return False
    place = tried.names.index(match[1])
    if place >= len(tried.written.parameters):
        return False
    return {"name": show_name(match[1]), "guess": show_name(tried.written.parameters[place])}


def _imported(tried: Tried) -> bool | dict[str, Value]:
    """Return the missing name if a line of the file imports it. That line has failed, and a note gives the reason."""
    match = _MISSING.match(tried.raised[:_LONGEST])
    if match is None:
        return False
    line = import_of(tried.written.text, match[1])
    return {"name": show_name(match[1]), "line": show_name(line)} if line else False


def _of_framework(tried: Tried) -> bool | dict[str, Value]:
    """Return the missing name and the framework, if a line of the file imports the name from another framework."""
    match = _MISSING.match(tried.raised[:_LONGEST])
    node = statement_of(tried.written.text, match[1]) if match is not None else None
    if match is None or node is None:
        return False
    framework = next((FRAMEWORKS[one] for one in modules_of(node) if one in FRAMEWORKS), None)
    return {"name": show_name(match[1]), "framework": framework} if framework else False


def _not_imported(tried: Tried) -> bool | dict[str, Value]:
    """Return the missing name if it is the usual name of a module."""
    match = _MISSING.match(tried.raised[:_LONGEST])
    line = _MODULES.get(match[1]) if match is not None else None
    return {"name": show_name(match[1]), "line": line} if match and line else False


def _misspelt_function(tried: Tried) -> bool | dict[str, Value]:
    match = re.match(r"AttributeError: module 'torch' has no attribute '(\w+)'", tried.raised[:_LONGEST])
    if match is not None:
        kind, known = "torch", dir(torch)
    else:
        match = re.match(r"AttributeError: 'Tensor' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
        kind, known = "Tensor", dir(torch.Tensor)
    guess = _closest(match[1], known) if match is not None else None
    return {"name": show_name(match[1]), "guess": show_name(guess), "of": kind} if match and guess else False


def _of_string(tried: Tried) -> bool | dict[str, Value]:
    """Return the student's device that is a string, if the code asks it for a device's attribute."""
    match = re.search(r"'str' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
    before = re.search(rf"(\w+)\.{match[1]}\b", tried.raised_at[:_LONGEST]) if match is not None else None
    if match is None or before is None or not (match[1] == "type" or re.search("device|ctx", before[1])):
        return False
    return {"name": show_name(before[1]), "attribute": show_name(match[1])}


def _own_assert(tried: Tried) -> bool | dict[str, Value]:
    """Return the student's own assert that is false."""
    line = tried.raised_at.strip()
    asserted = tried.raised.startswith("AssertionError") and line.startswith("assert")
    return {"line": show_name(line[:_LONGEST])} if asserted else False


def _course_calls(tried: Tried) -> str:
    """Return Python's message about the arguments of a call that the course made, or an empty string."""
    pattern = r"TypeError: (?:[\w.<>]+\.)?((?:\w+\.__init__)|[\w<>]+)\(\) ((?:takes|missing) .*)"
    match = re.match(pattern, tried.raised[:_LONGEST])
    if tried.failure is None or match is None:
        return ""
    called = tried.text.partition("(")[0]
    # A library may call a method, or make an object of a class that the student passes to it.
    own = {called, f"{called}.__init__", "<lambda>", "forward", "__call__", *tried.written.names}
    if match[1] not in own:
        return ""
    # A wrapper of the student's passes on the arguments of the course.
    passed_on = match[1] == called and "(*" in tried.raised_at
    return match[2] if tried.failure.message_id == "raised.outside" or passed_on else ""


def _wrong_number(tried: Tried) -> bool | dict[str, Value]:
    """Return parameters and call if the function takes another number of arguments than the course passes."""
    known, said = tried.written.parameters, _course_calls(tried)
    if tried.failure is None or "keyword-only" in said or not (said or tried.failure.message_id == "call.parameters"):
        return False
    if said and not known and not said.startswith("takes 0 "):
        return False
    call = tried.failure.values.get("call", tried.text)
    takes: Value = ", ".join(map(show_name, known)) if known else phrase("what.no_parameters")
    return {"takes": takes, "call": str(call)}


def _without_default(tried: Tried) -> bool | dict[str, Value]:
    """Return the parameters that need a default value, if the function takes all arguments of the statement."""
    known = tried.written.parameters
    if not _wrong_number(tried) or tried.names[: len(known)] != known:
        return False
    given = len(_listed(tried.text))
    return {"names": listed(map(show_name, known[given:])), "call": tried.text} if given < len(known) else False


def _listed(call: str) -> list[str]:
    """Return the arguments in the text of a call."""
    inside = call.partition("(")[2].rstrip(")")
    return inside.split(", ") if inside else []


def _other_order(tried: Tried) -> bool | dict[str, Value]:
    """Return both lists of parameters, if the function raised and has a parameter of the statement at another place."""
    known, wanted = tried.written.parameters, tried.names
    moved = any(name in wanted and wanted.index(name) != place for place, name in enumerate(known))
    if not tried.raised or not moved:
        return False
    return {"takes": ", ".join(map(show_name, known)), "wanted": ", ".join(wanted)}


def _unlike_call(tried: Tried) -> bool | dict[str, Value]:
    """Return the course's call if it does not fit a function whose parameters are not in the text."""
    said = _course_calls(tried)
    return {"call": tried.text} if said and "keyword-only" not in said and not _wrong_number(tried) else False


def _keyword_only(tried: Tried) -> bool | dict[str, Value]:
    """Return the arguments that the function demands by keyword. The course passes all of them by position."""
    said = _course_calls(tried)
    names = listed(show_name(name) for name in re.findall(r"'(\w+)'", said))
    return {"names": names, "call": tried.text} if "keyword-only" in said else False


def _entry(name: str, symptom: Symptom) -> Misconception:
    return Misconception(id=f"mistake.{name}", symptom=symptom)


_PAIR = r"torch\.return_types\.(max|min|sort|topk)"
COMMON: Sequence[Misconception] = (
    _entry("in_place_leaf", _says(r"leaf Variable that requires grad is being used in an in-place")),
    _entry("in_place_needed", _says(r"needed for gradient computation has been modified by an inplace operation")),
    _entry("pair", _says(_PAIR, "function")),
    _entry("nothing_to_call", _says(r"AttributeError: module 'submission' has no attribute '(\w+)'", "name")),
    _entry("one_truth_value", _says(r"'bool' object has no attribute '(\w+)'", "name")),
    _entry("without_default", _without_default),
    _entry("number_of_arguments", _wrong_number),
    _entry("other_order", _other_order),
    _entry("numpy_of_tensor", arrays.numpy_of_tensor),
    _entry("numpy_and_tensor", arrays.numpy_and_tensor),
    _entry("array_of_torch", arrays.array_of_torch),
    _entry("method_of_tensor", arrays.method_of_tensor),
    _entry("method_of_array", arrays.method_of_array),
    _entry("type_of_torch", arrays.type_of_torch),
    _entry("type_of_numpy", arrays.type_of_numpy),
    _entry("returned_array", arrays.returned_array),
    _entry("fixed_size", sizes.fixed_size),
    _entry("keepdim", sizes.lost_dimension),
    _entry("broadcast", _says(sizes.SIZES.pattern, "a", "b")),
    _entry("matmul", _says(r"mat1 and mat2 shapes cannot be multiplied \((\w+) and (\w+)\)", "a", "b")),
    _entry("matmul_sizes", _says(r"(?:size mismatch|inconsistent tensor size|expected .* same size)")),
    _entry("matmul_dimensions", _says(r"(?:self|mat2) must be a matrix|vector \+ matrix|1D tensors expected")),
    _entry("reshape", _says(r"shape '(\[[\d, -]*\])' is invalid for input of size (\d+)", "shape", "size")),
    _entry("dimension", _says(r"Dimension out of range .*but got (-?\d+)", "dim")),
    _entry("no_entries", _says(r"0-d tensor|0-dim tensor")),
    _entry("many_indices", _says(r"too many indices for tensor of dimension (\d+)", "n")),
    _entry("index", _says(r"IndexError: (?:index (-?\d+) is out of bounds|.*index out of range)", "index")),
    _entry("index_type", _says(r"tensors used as indices must be long|gather\(\): Expected dtype int64")),
    _entry("dtype", _says(r"expected (?:m1 and m2|both|scalar type).*(?:type|same)|must have the same dtype")),
    _entry("truth", _says(r"Boolean value of Tensor with more than one value is ambiguous")),
    _entry("scalar", _says(r"only one element tensors can be conv|a Tensor with \d+ elements cannot be conv")),
    _entry("not_scalar_loss", _says(r"grad can be implicitly created only for scalar outputs")),
    _entry("no_graph", _says(r"element 0 of tensors does not require grad")),
    _entry("second_backward", _says(r"backward through the graph a second time")),
    _entry("no_gradient_yet", _says(r"NoneType' object has no attribute '(?:zero_|data|detach_)'|operand.*NoneType")),
    _entry("numpy_of_gradient", _says(r"Can't call numpy\(\) on Tensor that requires grad")),
    _entry("device_is_a_string", _of_string),
    _entry("own_assert", _own_assert),
    _entry("not_callable", _says(r"TypeError: '(Tensor|float|int|list|tuple)' object is not callable", "type")),
    _entry("unbound", _says(r"UnboundLocalError: (?:cannot access )?local variable '(\w+)'", "name")),
    _entry("parameter_renamed", _of_chapter),
    _entry("framework", _of_framework),
    _entry("imported", _imported),
    _entry("not_imported", _not_imported),
    _entry("without_value", _without_value),
    _entry("misspelt", _misspelt),
    _entry("missing_name", _says(_MISSING.pattern, "name")),
    _entry("misspelt_function", _misspelt_function),
    _entry("unlike_call", _unlike_call),
    _entry("keyword_only", _keyword_only),
    _entry("inner_arguments", _says(rf"TypeError: (?:[\w.<>]+\.)?(\w+)\(\) {_ARGUMENTS}", "function")),
    _entry("combination", _says(r"(\w+)\(\) received an invalid combination of arguments", "name")),
)  # fmt: skip

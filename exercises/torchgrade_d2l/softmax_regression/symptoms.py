"""Ways to recognise a mistake that ``softmax`` and ``cross_entropy`` share."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

import torch

from torchgrade.checking.diagnosis import Symptom, Twin, both, requests, same_numbers, twin
from torchgrade.checking.proxies import Tried

_NEAR = 1e-4, 1e-5
_BUILDERS = {"tensor", "Tensor", "as_tensor", "new_tensor"}
_WAYS = {
    "detached": {"data", "detach", "detach_"},
    "no_grad": {"no_grad", "inference_mode", "set_grad_enabled"},
    "numbers": {"item", "tolist", "float()", "math"},
    "rebuilt": _BUILDERS,
    "numpy": {"numpy", "from_numpy", "asarray", "array"},
    "copied": {"deepcopy"},
}
"""Names that show how a function may cut its result from the graph."""
_FROM_NUMPY = {"from_numpy", *_BUILDERS}
_TO_NUMPY = r"\b{first}(?:\.(?:detach|cpu|clone)\(\)|\.data)*\.numpy\("


def also_on(function: Callable[..., Any], *probe: torch.Tensor) -> Symptom:
    """Return the symptom of giving what ``function`` gives of ``probe`` as well; the worker is asked once."""

    def same(tried: Tried) -> bool:
        made = tried.again(*probe) if tried.again is not None else None
        return made is not None and Twin(function).agrees(made)

    return same


def probed(function: Callable[..., Any], *probe: torch.Tensor) -> Symptom:
    """Return the symptom of a twin which others fit on the inputs of the check, but not on ``probe``."""
    return both(twin(function), also_on(function, *probe))


def always_float32(right: Callable[..., torch.Tensor]) -> Symptom:
    """Return the symptom of right numbers that are float32, or were, although the first argument is float64."""

    def same(tried: Tried) -> bool:
        value = tried.answer.value if tried.answer is not None else None
        return (
            isinstance(value, torch.Tensor)
            and tried.arguments[0].dtype == torch.float64
            and torch.equal(value.to(torch.float32).to(value.dtype), value)
            and same_numbers(value, right(*tried.arguments), _NEAR)
        )

    return same


def cut_by(way: str) -> Symptom:
    """Return the symptom of a result without a gradient whose text knows this way only to cut it from the graph.

    :param way: one of ``_WAYS``. ``numbers`` and ``numpy`` need a tensor that is built again; the latter is named only
        where the first argument itself becomes an array, which needs ``detach`` as well.
    """

    def same(tried: Tried) -> bool:
        if not _without_gradient(tried):
            return False
        names = _names(tried.written.text)
        found = {one for one, marks in _WAYS.items() if names & marks}
        if way == "numbers":
            return found in ({"numbers"}, {"numbers", "rebuilt"})
        if way != "numpy":
            return found == {way}
        to_numpy = _TO_NUMPY.format(first=re.escape(tried.written.parameters[0]))
        back = found <= {"numpy", "detached", "rebuilt"} and not names.isdisjoint(_FROM_NUMPY)
        return back and re.search(to_numpy, tried.written.text) is not None

    return same


def _without_gradient(tried: Tried) -> bool:
    one = next((request for request in requests(tried) if request.verb == "vjp"), None)
    return one is not None and one.answer is not None and one.answer.gradients[:1] == (None,)


def _names(text: str) -> set[str]:
    """Return the names and attributes that the text uses; comments, strings and annotations are none.

    ``float`` is the method of a tensor, ``float()`` the function that makes a plain number.
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    nodes = list(ast.walk(tree))
    called = {node.func.id + "()" for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return called | attributes | {node.id for node in nodes if isinstance(node, ast.Name)}

"""Mistakes of any function from tensors to a tensor; one line of ``mistakes.py`` adds them, with their sentences.

The sentences are in the catalogue ``shared``; an exercise may replace one in its own ``sentences.toml``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

import torch

from torchgrade.checking.diagnosis import Symptom, other_order, requests, same_numbers
from torchgrade.checking.mistake import Shared
from torchgrade.checking.tried import Tried

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
_CUTS = {
    "numpy": "{first} = {first}.detach().numpy()\nreturn right(torch.from_numpy({first}){rest})",
    "detached": "return right({first}.detach(){rest})",
    "no_grad": "with torch.no_grad():\n    return right({all})",
    "numbers": "found = right({all})\nreturn torch.tensor(found.tolist(), dtype=found.dtype)",
    "rebuilt": "return torch.tensor(right({all}))",
}
"""Body of the example of each cut."""


def cut_graph(*explains: str, about: str = "gradient") -> list[Shared]:
    """Return the ways to lose the gradient, each named only if the text contains no other way.

    :param explains: names of the checks of the gradient.
    """
    return [
        Shared(id=way, explains=explains, about=about, make=lambda _, way=way: cut_by(way), body=body)  # type: ignore[misc]
        for way, body in _CUTS.items()
    ]


def fixed_float32(*explains: str, about: str = "form") -> list[Shared]:
    """Return the mistake of computing in float32 although the first argument is float64.

    :param explains: names of the checks of the dtype and the precision.
    """
    return [
        Shared(id="float32", explains=explains, about=about, make=always_float32, body="return right({all}).float()")
    ]


def argument_order(*explains: str, about: str = "arguments") -> list[Shared]:
    """Return the mistake of taking the arguments in another order, for a function of two or more arguments."""
    order = Shared(
        id="order", explains=explains, about=about, make=other_order, body="return right({all})", reverses=True
    )
    return [order]


def changed_in_place(*checks: str) -> list[Shared]:
    """Return a wrong answer that changes its first argument in place; the check's own sentence explains it."""
    body = "with torch.no_grad():\n    {first}.mul_(2)\nreturn right({first} / 2{rest})"
    return [Shared(id="in_place", explains=checks, about="", make=_never, body=body, is_named=False)]


def _never(_: Callable[..., Any]) -> Symptom:
    return lambda _: False


def always_float32(right: Callable[..., torch.Tensor]) -> Symptom:
    """Return the symptom of right numbers that are or were float32 although the first argument is float64."""

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
    """Return the symptom of a result without a gradient, if the text contains no other way to cut the graph.

    :param way: a key of ``_WAYS``. ``numbers`` and ``numpy`` need a tensor that is built again. ``numpy`` is named only
        if the first argument itself becomes an array, which needs ``detach`` as well.
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
    """Return the names and attributes that the text uses, without comments, strings and annotations.

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

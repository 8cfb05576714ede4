"""Symptoms of ``squared_loss`` that the text of the function shows."""

from __future__ import annotations

import ast
import re

import torch

from torchgrade.checking.tried import Tried

_ITSELF = re.compile(
    r"\b(\w+)\s*\.\s*(?:reshape|view|reshape_as|view_as)\s*\(\s*\(?\s*(\w+)\s*(?:\.shape|\.size\(\)|\))"
    r"|\b(?:torch|np)\.reshape\s*\(\s*(\w+)\s*,\s*(\w+)\.(?:shape|size\(\))"
)


def reshapes_to_itself(tried: Tried) -> bool:
    """Return whether the text gives a tensor the shape that the tensor already has."""
    groups = (match.groups() for match in _ITSELF.finditer(tried.written.text))
    return any(a == b if a is not None else c == d for a, b, c, d in groups)


_SHAPES = frozenset({"reshape", "view", "reshape_as", "view_as", "squeeze", "unsqueeze", "flatten"})


def drops_reshape(tried: Tried) -> bool:
    """Return whether a statement of the text makes a tensor of another shape and uses it nowhere."""
    calls = (node.value for node in ast.walk(ast.parse(tried.written.text)) if isinstance(node, ast.Expr))
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _SHAPES
        for call in calls
    )


def floors_to_zero(tried: Tried) -> bool:
    """Return whether every loss is 0, and the text divides one number by a larger one and rounds down."""
    assert tried.answer is not None
    value = tried.answer.value
    zero = isinstance(value, torch.Tensor) and bool((value == 0).all())
    return zero and re.search(r"\b1 *// *2\b", tried.written.text) is not None

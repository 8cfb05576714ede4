"""Symptoms of ``squared_loss`` that the text of the function shows."""

from __future__ import annotations

import re

from torchgrade.checking.tried import Tried

_ITSELF = re.compile(
    r"\b(\w+)\s*\.\s*(?:reshape|view|reshape_as|view_as)\s*\(\s*\(?\s*(\w+)\s*(?:\.shape|\.size\(\)|\))"
    r"|\b(?:torch|np)\.reshape\s*\(\s*(\w+)\s*,\s*(\w+)\.(?:shape|size\(\))"
)


def reshapes_to_itself(tried: Tried) -> bool:
    """Return whether the text gives a tensor the shape that the tensor already has."""
    groups = (match.groups() for match in _ITSELF.finditer(tried.written.text))
    return any(a == b if a is not None else c == d for a, b, c, d in groups)

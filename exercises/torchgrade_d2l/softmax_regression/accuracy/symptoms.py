"""Symptoms of the mistakes in ``accuracy``: wrong counts, exceptions, and the text if the count leaves it open."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from typing import Any

import torch

from torchgrade.checking.diagnosis import Symptom, both, requests
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.accuracy import arguments, guards
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy
from torchgrade_d2l.softmax_regression.numbers import number
from torchgrade_d2l.softmax_regression.unbound import adds_up, bound_in_branch, unbound_name


def counts_as(count: Callable[..., Any]) -> Symptom:
    """Return the symptom of counting as a wrong function does in every call of the check.

    One call is not enough, because counts are small and another mistake may give the same count. A count of 0 in all
    calls is not enough either.
    """

    def same(tried: Tried) -> bool:
        return all(_agrees(asked, count) for asked in requests(tried)) and not _all_zero(tried)

    return same


def _all_zero(tried: Tried) -> bool:
    return all(asked.answer is not None and number(asked.answer.value) == 0.0 for asked in requests(tried))


def _agrees(asked: Tried, count: Callable[..., Any]) -> bool:
    made = number(asked.answer.value) if asked.answer is not None else None
    return made is not None and math.isclose(made, count(*asked.arguments), rel_tol=1e-4, abs_tol=1e-6)


def _lengths_meet(dimension: int) -> Symptom:
    """Return the symptom of comparing n labels with q scores, or n rows, along that dimension."""

    def same(tried: Tried) -> bool:
        n, q = tried.arguments[0].shape
        texts = (f"tensor a ({a}) must match the size of tensor b ({b})" for a, b in ((q, n), (n, q)))
        found = any(f"The size of {text} at non-singleton dimension {dimension}" in tried.raised for text in texts)
        return found and not arguments.exchanged_right(tried)

    return same


def _text(pattern: str) -> Symptom:
    """Return the symptom of a text that matches the pattern; ``{y_hat}`` and ``{y}`` are its parameters."""

    def same(tried: Tried) -> bool:
        names = dict(zip(("y_hat", "y"), map(re.escape, tried.written.parameters), strict=False))
        return re.search(pattern.format(**names), tried.written.text, re.MULTILINE) is not None

    return same


def _unless(symptom: Symptom) -> Symptom:
    return lambda tried: not symptom(tried)


def not_summed(tried: Tried) -> bool:
    """Return whether the result is the single comparisons."""
    assert tried.answer is not None
    value, (y_hat, y) = tried.answer.value, tried.arguments
    classes = y_hat.argmax(dim=1) if y_hat.ndim == 2 else y_hat
    return torch.equal(value.reshape(-1).to(torch.float64), (classes == y).to(torch.float64))


def _never_all(tried: Tried) -> bool:
    """Return whether all results are 0 or False: in no draw are all predictions correct."""
    answers = [asked.answer for asked in requests(tried)]
    return all(a is not None and float(a.value) == 0.0 for a in answers)


def _has_return_in_loop(tried: Tried) -> bool:
    loops = [node for node in ast.walk(ast.parse(tried.written.text)) if isinstance(node, ast.For | ast.While)]
    return any(isinstance(inner, ast.Return) for loop in loops for inner in ast.walk(loop))


def index_of_maximum(tried: Tried) -> bool:
    """Return whether each vector was counted by the index of one of its maxima."""
    for asked in requests(tried):
        y_hat, y = asked.arguments
        made = number(asked.answer.value) if asked.answer is not None else None
        if made not in [float((y == int(k)).sum()) for k in (y_hat == y_hat.max()).nonzero()]:
            return False
    return not _all_zero(tried)


def _skips_a_branch(tried: Tried) -> bool:
    """Return whether a vector did not take the branch that assigns the name."""
    return tried.arguments[0].ndim == 1 and bound_in_branch(tried)


def of_topk(tried: Tried) -> bool:
    """Return whether the function is PyTorch's ImageNet example, which returns a list."""
    answered = tried.answer is not None and isinstance(tried.answer.value, list | tuple)
    return answered and "topk" in tried.written.parameters


def right_but_no_float(tried: Tried) -> bool:
    """Return whether the count is right but its type is wrong."""
    y_hat, y = tried.arguments
    assert tried.answer is not None
    return type(tried.answer.value) is not float and number(tried.answer.value) == accuracy(y_hat, y)


_NUMBER_OF_ROWS = r"(?:\blen\({y_hat}\)|\b{y_hat}\.shape\[0\]|\b{y_hat}\.size\(0\))"
_ROWS = _text(
    rf"{_NUMBER_OF_ROWS}\s*[<>=!]=?\s*\d|^\s*(\w+) = {_NUMBER_OF_ROWS}\s*$[\s\S]{{{{0,400}}}}?\bif \1\s*[<>=!]=?\s*\d"
)
_SQUEEZED = _text(r"\b{y_hat}\.squeeze\(0?\)|\bsqueeze\({y_hat}(?:, ?0)?\)")
_CLASSES = _text(r"argmax|indices|\)\[1\]|\b_\w*\s*,\s*\w+\s*=")
_IS = _text(r"^[^#\n\"']*\bif [^#\n\"']*[\w\])] is (?!not\b|None\b|True\b|False\b)\w")
_EQUAL = _text(r"^[^#\n\"']*\breturn\b[^#\n\"']*(?:(?:\b|_)equal\(|\.all\()")

returns_in_loop = both(_has_return_in_loop, counts_as(lambda _y_hat, _y: 1.0))
"""Symptom of a ``return`` inside a loop: the count of the first row of a draw is 1."""
once_for_all = both(_EQUAL, _never_all)
"""Symptom of asking once whether all predictions are correct."""
identity = both(_IS, _all_zero)
"""Symptom of ``is`` between tensors."""
not_started = both(adds_up, unbound_name)
"""Symptom of adding to a name without a value."""
used_before = both(_unless(adds_up), _unless(_skips_a_branch), unbound_name)
"""Symptom of another use of a name without a value."""
unbound = both(_unless(adds_up), bound_in_branch, unbound_name)
"""Symptom of a name that has a value only for matrices."""
columns_as_classes = both(_CLASSES, _lengths_meet(0))
"""Symptom of one class for each column."""
columns = both(_unless(_CLASSES), _lengths_meet(0))
"""Symptom of one number for each column that is not a class."""
scores_as_classes = _lengths_meet(1)
"""Symptom of comparing scores with labels."""
no_guard = both(_unless(arguments.evaluates_net), _unless(arguments.one_hot_labels), guards.guarded_as("none"))
"""Symptom of asking a vector for a second dimension without a condition."""
rows_counted = both(_unless(_SQUEEZED), _ROWS, _all_zero)
"""Symptom of a condition on the number of rows, for a single row."""
squeezed = both(_SQUEEZED, _all_zero)
"""Symptom of a removed dimension, for a single row."""

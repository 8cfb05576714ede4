"""The mistakes that learners make in ``accuracy``, each as a wrong count or as what was raised."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom, both, raised, requests
from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.accuracy import arguments, counts, guards, twins
from torchgrade_d2l.softmax_regression.accuracy.counts import Count, number, right

_MATRIX = ("accuracy.matrix",)
_VECTOR = ("accuracy.vector",)
_COUNTS = (*_MATRIX, *_VECTOR)
_ROW = ("accuracy.one_row",)
_ANY = (*_COUNTS, *_ROW)
_TYPE = ("accuracy.type",)
_LONGEST = 400
"""Characters of an exception that are searched."""


def _counts_as(mistake: Count) -> Symptom:
    """Return the symptom of counting as a mistake does in every call of the check that it can count in.

    One call is not enough: counts are small, and another mistake may give the same. Nor is 0 in all of them.
    """

    def same(tried: Tried) -> bool:
        return all(_agrees(asked, mistake) for asked in requests(tried)) and not _all_zero(tried)

    return same


def _all_zero(tried: Tried) -> bool:
    return all(asked.answer is not None and number(asked.answer.value) == 0.0 for asked in requests(tried))


def _agrees(asked: Tried, mistake: Count) -> bool:
    made = number(asked.answer.value) if asked.answer is not None else None
    return made is not None and math.isclose(made, mistake(*asked.arguments), rel_tol=1e-4, abs_tol=1e-6)


def _lengths_meet(wanted: Callable[[int, int], tuple[str, int]]) -> Symptom:
    """Return the symptom of comparing shapes that do not broadcast: which sizes met, in which dimension."""

    def same(tried: Tried) -> bool:
        n, q = tried.arguments[0].shape
        sizes, dimension = wanted(n, q)
        found = f"{sizes} at non-singleton dimension {dimension}" in tried.raised
        return found and not arguments.exchanged_right(tried)

    return same


def _meeting(a: int, b: int) -> str:
    return f"The size of tensor a ({a}) must match the size of tensor b ({b})"


def _not_summed(tried: Tried) -> bool:
    assert tried.answer is not None
    value, (y_hat, y) = tried.answer.value, tried.arguments
    classes = y_hat.argmax(dim=1) if y_hat.ndim == 2 else y_hat
    return torch.equal(value.reshape(-1).to(torch.float64), (classes == y).to(torch.float64))


def _text(pattern: str) -> Symptom:
    """Return the symptom of a text in which the pattern is found; ``{y_hat}`` and ``{y}`` are its parameters."""

    def same(tried: Tried) -> bool:
        names = dict(zip(("y_hat", "y"), map(re.escape, tried.written.parameters), strict=False))
        return re.search(pattern.format(**names), tried.written.text, re.MULTILINE) is not None

    return same


def _unless(symptom: Symptom) -> Symptom:
    return lambda tried: not symptom(tried)


def _once_for_all(tried: Tried) -> bool:
    """Whether what came is 1 or True exactly where every prediction is right: never, in these draws."""
    answers = [asked.answer for asked in requests(tried)]
    return all(a is not None and float(a.value) == 0.0 for a in answers)


def _returns_in_loop(tried: Tried) -> bool:
    """Whether a loop of the student's text holds a ``return``."""
    loops = [node for node in ast.walk(ast.parse(tried.written.text)) if isinstance(node, ast.For | ast.While)]
    return any(isinstance(inner, ast.Return) for loop in loops for inner in ast.walk(loop))


def _of_all_entries(tried: Tried) -> bool:
    """Whether each vector was counted by the index of one of its greatest entries."""
    for asked in requests(tried):
        y_hat, y = asked.arguments
        made = number(asked.answer.value) if asked.answer is not None else None
        if made not in [float((y == int(k)).sum()) for k in (y_hat == y_hat.max()).nonzero()]:
            return False
    return not _all_zero(tried)


def _unbound(tried: Tried) -> bool | dict[str, Value]:
    name = _name_without_value(tried)
    return {"name": show_name(name)} if name else False


def _name_without_value(tried: Tried) -> str:
    match = re.search(r"UnboundLocalError: .*?'(\w+)'", tried.raised[:_LONGEST])
    return match[1] if match else ""


def _adds_up(tried: Tried) -> bool:
    """Whether something was added to the name without a value."""
    name = _name_without_value(tried)
    return bool(name) and re.search(rf"\b{name}\s*(?:[-+*/]=|=\s*{name}\s*\+)", tried.raised_at) is not None


def _bound_in_branch(tried: Tried) -> bool:
    """Whether the name without a value is assigned inside an ``if``, and nowhere else."""
    name, tree = _name_without_value(tried), ast.parse(tried.written.text)
    everywhere = _assignments(tree, name)
    branches = [_assignments(node, name) for node in ast.walk(tree) if isinstance(node, ast.If)]
    return bool(everywhere) and everywhere == set().union(*branches)


def _assignments(tree: ast.AST, name: str) -> set[ast.AST]:
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name)
    return {node for node in names if isinstance(node.ctx, ast.Store)}


def _of_topk(tried: Tried) -> bool:
    """Whether it is the function of PyTorch's ImageNet example, which returns a list."""
    answered = tried.answer is not None and isinstance(tried.answer.value, list | tuple)
    return answered and "topk" in tried.written.parameters


def _right_but_no_float(tried: Tried) -> bool:
    y_hat, y = tried.arguments
    assert tried.answer is not None
    return type(tried.answer.value) is not float and number(tried.answer.value) == right(y_hat, y)


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str) -> Misconception:
    return Misconception(id=f"accuracy.mistake.{name}", symptom=symptom, checks=checks, about=f"accuracy.about.{about}")


_NO_GUARD = both(_unless(arguments.evaluates_net), _unless(arguments.one_hot_labels), guards.guarded_as("none"))
_SQUEEZED = _text(r"\b{y_hat}\.squeeze\(0?\)|\bsqueeze\({y_hat}(?:, ?0)?\)")
_NUMBER_OF_ROWS = r"(?:\blen\({y_hat}\)|\b{y_hat}\.shape\[0\]|\b{y_hat}\.size\(0\))"
_ROWS = _text(
    rf"{_NUMBER_OF_ROWS}\s*[<>=!]=?\s*\d|^\s*(\w+) = {_NUMBER_OF_ROWS}\s*$[\s\S]{{{{0,400}}}}?\bif \1\s*[<>=!]=?\s*\d"
)
_CLASSES = _text(r"argmax|indices|\)\[1\]|\b_\w*\s*,\s*\w+\s*=")
_IS = _text(r"^[^#\n\"']*\bif [^#\n\"']*[\w\])] is (?!not\b|None\b|True\b|False\b)\w")
_EQUAL = _text(r"^[^#\n\"']*\breturn\b[^#\n\"']*(?:(?:\b|_)equal\(|\.all\()")

MISCONCEPTIONS = [
    _entry("ratio", _counts_as(counts.ratio), _COUNTS, "counted"),
    _entry("percent", _counts_as(counts.percent), _COUNTS, "counted"),
    _entry("wrong_ones", _counts_as(counts.wrong_ones), _COUNTS, "counted"),
    _entry("not_summed", _not_summed, _COUNTS, "counted"),
    _entry("everything", _counts_as(counts.everything), _COUNTS, "counted"),
    _entry("topk", _of_topk, _MATRIX, "counted"),
    _entry("one_less", _counts_as(twins.one_less), _COUNTS, "counted"),
    _entry("one_more", _counts_as(twins.one_more), _COUNTS, "counted"),
    _entry("returns_in_loop", both(_returns_in_loop, _counts_as(twins.first_row)), _COUNTS, "counted"),
    _entry("once_for_all", both(_EQUAL, _once_for_all), _COUNTS, "counted"),
    _entry("identity", both(_IS, _all_zero), _COUNTS, "counted"),
    _entry("not_started", both(_adds_up, _unbound), _ANY, "counted"),
    _entry("used_before", both(_unless(_adds_up), _unbound), (*_MATRIX, *_ROW), "counted"),
    _entry("used_before", both(_unless(_adds_up), _unless(_bound_in_branch), _unbound), _VECTOR, "counted"),
    _entry("greatest_score", _counts_as(counts.greatest_score), _MATRIX, "class"),
    _entry("argmin", _counts_as(counts.argmin), _MATRIX, "class"),
    _entry("greatest_size", _counts_as(counts.greatest_size), _MATRIX, "class"),
    _entry("whole_matrix", _counts_as(counts.flat_argmax), _MATRIX, "class"),
    _entry("max_pair", raised("torch.return_types.max"), _MATRIX, "class"),
    _entry("dim_0", both(_CLASSES, _lengths_meet(lambda n, q: (_meeting(q, n), 0))), _MATRIX, "class"),
    _entry("dim_0", both(_CLASSES, _lengths_meet(lambda n, q: (_meeting(n, q), 0))), _MATRIX, "class"),
    _entry("dim_0", _counts_as(twins.first_columns), _MATRIX, "class"),
    _entry("columns", both(_unless(_CLASSES), _lengths_meet(lambda n, q: (_meeting(q, n), 0))), _MATRIX, "class"),
    _entry("columns", both(_unless(_CLASSES), _lengths_meet(lambda n, q: (_meeting(n, q), 0))), _MATRIX, "class"),
    _entry("no_argmax", _lengths_meet(lambda n, q: (_meeting(q, n), 1)), _MATRIX, "class"),
    _entry("no_argmax", _lengths_meet(lambda n, q: (_meeting(n, q), 1)), _MATRIX, "class"),
    _entry("from_one", _counts_as(counts.from_one), _MATRIX, "class"),
    _entry("from_one", _counts_as(twins.labels_from_one), _MATRIX, "class"),
    _entry("best_from_zero", _counts_as(twins.best_from_zero), _MATRIX, "class"),
    _entry("best_from_zero", _counts_as(twins.best_from_zero_or_first), _MATRIX, "class"),
    _entry("first_two", _counts_as(twins.first_two), _MATRIX, "class"),
    _entry("every_pair", _counts_as(twins.every_pair), _COUNTS, "dimensions"),
    _entry("evaluate_accuracy", arguments.evaluates_net, _COUNTS, "arguments"),
    _entry("order", arguments.order, _MATRIX, "arguments"),
    _entry("order_and_ratio", arguments.order_and_ratio, _MATRIX, "arguments"),
    _entry("one_hot_labels", arguments.one_hot_labels, _COUNTS, "arguments"),
    _entry("no_guard", _NO_GUARD, _VECTOR, "dimensions"),
    _entry("shape_1", guards.guarded_as("second"), _VECTOR, "dimensions"),
    _entry("asked_too_late", guards.guarded_as("late"), _VECTOR, "dimensions"),
    _entry("counts_rows", guards.guarded_as("rows"), _VECTOR, "dimensions"),
    _entry("lets_vectors_through", guards.guarded_as("through"), _VECTOR, "dimensions"),
    _entry("argmax_of_vector", _of_all_entries, _VECTOR, "dimensions"),
    _entry("argmax_of_vector", _counts_as(twins.share_of_one_index), _VECTOR, "dimensions"),
    _entry("unbound", both(_unless(_adds_up), _bound_in_branch, _unbound), _VECTOR, "dimensions"),
    _entry("counts_rows", both(_unless(_SQUEEZED), _ROWS, _all_zero), _ROW, "dimensions"),
    _entry("squeezed", both(_SQUEEZED, _all_zero), _ROW, "dimensions"),
    _entry("type", _right_but_no_float, _TYPE, "type"),
]  # fmt: skip

"""Symptoms of other arguments: labels first, rows of scores instead of labels, a net and its data."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator
from typing import TypeGuard

import torch

from torchgrade.checking.diagnosis import Symptom, requests
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.accuracy.oracle import accuracy
from torchgrade_d2l.softmax_regression.numbers import number

_MOST_CALLS = 8
_PREDICTIONS = re.compile(
    r"(?i)y_?hats?|y_?preds?\w*|pred(?:s|icted|ictions?)?|outputs?|out|logits?|scores?|prob(?:s|abilities)?"
)
_LABELS = re.compile(r"(?i)y|ys|y_?true|labels?|targets?|truth|gts?|t")


class _Exchanged:
    """Cache of the results with exchanged arguments for the calls of one check, because several symptoms need them."""

    def __init__(self) -> None:
        self._tried: Tried | None = None
        self._made: list[tuple[float | None, torch.Tensor, torch.Tensor]] = []

    def __call__(self, tried: Tried) -> list[tuple[float | None, torch.Tensor, torch.Tensor]]:
        """Return each number with its predictions and labels; return an empty list if there is no result."""
        if tried is not self._tried:
            self._made = list(_made(tried))
            self._tried = tried
        return self._made


def _made(tried: Tried) -> Iterator[tuple[float | None, torch.Tensor, torch.Tensor]]:
    calls = list(requests(tried))
    if tried.failure is not None:
        # Do not call again after an exception, because the check itself tries the other order.
        for asked in calls:
            first, second = asked.arguments
            if first.ndim == 1 and second.ndim == 2 and asked.answer is not None:
                yield number(asked.answer.value), second, first
                return
        return
    if tried.again is None or len(calls) > _MOST_CALLS:
        return
    for asked in calls:
        y_hat, y = asked.arguments
        made = tried.again(y, y_hat)
        yield number(made.answer.value) if made is not None and made.answer is not None else None, y_hat, y


_exchanged = _Exchanged()


def _counts_exchanged(count: Callable[[torch.Tensor, torch.Tensor], float]) -> Symptom:
    """Return the symptom of counting in that way in every call with the arguments in the other order."""

    def same(tried: Tried) -> bool:
        made = _exchanged(tried)
        return bool(made) and all(
            got is not None and math.isclose(got, count(y_hat, y), rel_tol=1e-4, abs_tol=1e-6) for got, y_hat, y in made
        )

    return same


def _predictions_first(tried: Tried) -> bool:
    """Return whether the predictions are first, by the names of the parameters."""
    first, second = tried.written.parameters[:2]
    labels = _LABELS.fullmatch(second) is not None and _LABELS.fullmatch(first) is None
    return _PREDICTIONS.fullmatch(first) is not None or labels


def _labels_first(tried: Tried) -> bool:
    """Return whether the labels are first, by the names of the parameters."""
    first, second = tried.written.parameters[:2]
    return _LABELS.fullmatch(first) is not None and _LABELS.fullmatch(second) is None


exchanged_right: Symptom = _counts_exchanged(accuracy)
"""Symptom of right counts with the arguments in the other order."""
_exchanged_ratio = _counts_exchanged(lambda y_hat, y: accuracy(y_hat, y) / len(y))


def _of_labels(tried: Tried) -> bool:
    """Return whether the line that raised takes the maximum of the second argument, as another does of the first."""
    if len(tried.written.parameters) < 2:
        return False
    first, second = map(re.escape, tried.written.parameters[:2])
    wanted = r"\b{name}\.(?:arg)?max\(|\b(?:arg)?max\({name}\b"
    raised = "IndexError: Dimension out" in tried.raised and re.search(
        wanted.replace("{name}", second), tried.raised_at
    )
    return bool(raised) and re.search(wanted.replace("{name}", first), tried.written.text) is not None


def order(tried: Tried) -> bool:
    """Return whether the labels are the first argument; only the names exclude rows of scores instead of labels."""
    return bool(exchanged_right(tried)) and not (_of_labels(tried) and _predictions_first(tried))


def order_and_ratio(tried: Tried) -> bool:
    """Return whether the labels are the first argument and the result is the share of correct predictions."""
    return bool(_exchanged_ratio(tried)) and not exchanged_right(tried)


def one_hot_labels(tried: Tried) -> bool:
    """Return whether the labels are used as rows of scores; for two vectors only the names show this."""
    vectors = tried.arguments[0].ndim == 1
    other = not _predictions_first(tried) if vectors else bool(exchanged_right(tried)) and _labels_first(tried)
    return _of_labels(tried) and not other


def evaluates_net(tried: Tried) -> bool:
    """Return whether the function loops over one parameter and calls another, as ``evaluate_accuracy`` does."""
    for node in ast.walk(ast.parse(tried.written.text)):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            if tuple(names[-len(tried.written.parameters) :]) == tried.written.parameters != ():
                looped, called = _looped(node) & set(names), _called(node) & set(names)
                return bool(looped) and bool(called - looped)
    return False


def _looped(function: ast.FunctionDef) -> set[str]:
    """Return the names of iterables whose items are pairs: by the target, in ``enumerate``, or by the loop's body."""
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For | ast.comprehension)]
    unpacked = {ast.unparse(node.value) for node in ast.walk(function) if _unpacks(node)}
    pairs = [loop.iter for loop in loops if isinstance(loop.target, ast.Tuple) or ast.unparse(loop.target) in unpacked]
    return {name.id for one in pairs for name in ast.walk(one) if isinstance(name, ast.Name)}


def _unpacks(node: ast.AST) -> TypeGuard[ast.Assign]:
    return isinstance(node, ast.Assign) and any(isinstance(target, ast.Tuple) for target in node.targets)


def _called(function: ast.FunctionDef) -> set[str]:
    """Return the names that are called like functions, or whose ``forward`` or ``eval`` is called."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in ("forward", "eval"):
                called = called.value
            if isinstance(called, ast.Name):
                found.add(called.id)
    return found

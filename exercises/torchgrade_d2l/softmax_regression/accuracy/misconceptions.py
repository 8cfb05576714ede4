"""The mistakes that learners make in ``accuracy``, each as a wrong count or as what was raised."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom
from torchgrade.checking.proxies import Tried
from torchgrade_d2l.softmax_regression.accuracy import counts
from torchgrade_d2l.softmax_regression.accuracy.counts import Count, number, right

_MATRIX = ("accuracy.matrix",)
_VECTOR = ("accuracy.vector",)
_ROW = ("accuracy.one_row",)
_TYPE = ("accuracy.type",)


def _asked(tried: Tried | None) -> Iterator[Tried]:
    """Yield the requests of the check, the last one first."""
    while tried is not None:
        yield tried
        tried = tried.previous


def _counts_as(mistake: Count) -> Symptom:
    """Return the symptom of counting as a mistake does in every call of the check that it can count in.

    One call is not enough: counts are small, and another mistake may give the same. Nor is 0 in all of them.
    """

    def same(tried: Tried) -> bool:
        return all(_agrees(asked, mistake) for asked in _asked(tried)) and not _all_zero(tried)

    return same


def _all_zero(tried: Tried) -> bool:
    return all(asked.answer is not None and number(asked.answer.value) == 0.0 for asked in _asked(tried))


def _agrees(asked: Tried, mistake: Count) -> bool:
    made = number(asked.answer.value) if asked.answer is not None else None
    return made is not None and math.isclose(made, mistake(*asked.arguments), rel_tol=1e-4, abs_tol=1e-6)


def _raised(*texts: str) -> Symptom:
    return lambda tried: any(text in tried.raised for text in texts)


def _lengths_meet(wanted: Callable[[int, int], tuple[str, int]]) -> Symptom:
    """Return the symptom of comparing shapes that do not broadcast: which sizes met, in which dimension."""

    def same(tried: Tried) -> bool:
        n, q = tried.arguments[0].shape
        sizes, dimension = wanted(n, q)
        found = f"{sizes} at non-singleton dimension {dimension}" in tried.raised
        return found and not _other_order(tried)

    return same


def _meeting(a: int, b: int) -> str:
    return f"The size of tensor a ({a}) must match the size of tensor b ({b})"


def _other_order(tried: Tried) -> bool:
    """Whether a call with the arguments in the other order gave the right count, in this check."""
    for asked in _asked(tried):
        first, second = asked.arguments
        if first.ndim == 1 and second.ndim == 2 and asked.answer is not None:
            return number(asked.answer.value) == right(second, first)
    return False


def _not_summed(tried: Tried) -> bool:
    assert tried.answer is not None
    value, (y_hat, y) = tried.answer.value, tried.arguments
    classes = y_hat.argmax(dim=1) if y_hat.ndim == 2 else y_hat
    return torch.equal(value.reshape(-1).to(torch.float64), (classes == y).to(torch.float64))


def _nothing_in_any(tried: Tried) -> bool:
    """Whether no single row counts, though no dimension was taken away from the scores."""
    squeezed = any(name.rpartition(".")[2].startswith("squeeze") for name in tried.references)
    return not squeezed and _all_zero(tried)


def _first_of_all(tried: Tried) -> bool:
    """Whether each vector was counted by the index of one of its greatest entries."""
    for asked in _asked(tried):
        y_hat, y = asked.arguments
        made = number(asked.answer.value) if asked.answer is not None else None
        if made not in [float((y == int(k)).sum()) for k in (y_hat == y_hat.max()).nonzero()]:
            return False
    return not _all_zero(tried)


def _has_type(tried: Tried) -> bool:
    return tried.answer is not None and type(tried.answer.value) is not float


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...]) -> Misconception:
    return Misconception(id=f"accuracy.mistake.{name}", symptom=symptom, checks=checks)


MISCONCEPTIONS = [
    _entry("ratio", _counts_as(counts.ratio), (*_MATRIX, *_VECTOR)),
    _entry("percent", _counts_as(counts.percent), (*_MATRIX, *_VECTOR)),
    _entry("wrong_ones", _counts_as(counts.wrong_ones), (*_MATRIX, *_VECTOR)),
    _entry("not_summed", _not_summed, (*_MATRIX, *_VECTOR)),
    _entry("greatest_score", _counts_as(counts.greatest_score), _MATRIX),
    _entry("argmin", _counts_as(counts.argmin), _MATRIX),
    _entry("whole_matrix", _counts_as(counts.flat_argmax), _MATRIX),
    _entry("everything", _counts_as(counts.everything), (*_MATRIX, *_VECTOR)),
    _entry("max_pair", _raised("torch.return_types.max"), _MATRIX),
    _entry("dim_0", _lengths_meet(lambda n, q: (_meeting(q, n), 0)), _MATRIX),
    _entry("dim_0", _lengths_meet(lambda n, q: (_meeting(n, q), 0)), _MATRIX),
    _entry("no_argmax", _lengths_meet(lambda n, q: (_meeting(q, n), 1)), _MATRIX),
    _entry("no_argmax", _lengths_meet(lambda n, q: (_meeting(n, q), 1)), _MATRIX),
    _entry("order", _other_order, _MATRIX),
    _entry("no_guard", _raised("IndexError: tuple index out of range", "IndexError: Dimension out of range"), _VECTOR),
    _entry("argmax_of_vector", _first_of_all, _VECTOR),
    _entry("unbound", _raised("UnboundLocalError: "), _VECTOR),
    _entry("counts_rows", _nothing_in_any, _ROW),
    _entry("type", _has_type, _TYPE),
]

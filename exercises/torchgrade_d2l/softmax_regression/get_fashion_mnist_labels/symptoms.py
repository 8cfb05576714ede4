"""Symptoms of the mistakes in ``get_fashion_mnist_labels``: wrong lists of names, and what the text shows."""

from __future__ import annotations

import ast
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

import torch

from torchgrade.checking.diagnosis import Symptom, both, mentions
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.answers import ARRAY, ITERATORS, asked
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.oracle import NAMES

_MOST_MISSPELT = 3
_LONGEST = 60
_SIMILAR = 0.7
"""Ratio of equal characters; that of two names of the chapter is at most 0.46, except shirt and t-shirt."""


def returns_as(function: Callable[..., Any]) -> Symptom:
    """Return the symptom of returning what a wrong function returns, or raising what it raises, in every call."""

    def same(tried: Tried) -> bool:
        return all(_agrees(function, labels, value, raised) for labels, value, raised in asked(tried))

    return same


def _agrees(function: Callable[..., Any], labels: Any, value: Any, raised: str) -> bool:
    try:
        want = function(labels)
    except Exception as error:  # noqa: BLE001 - a wrong function may raise anything, as the student's does
        return raised == f"{type(error).__name__}: {error}"
    return not raised and _plain(value) == _plain(want)


def _plain(value: Any) -> Any:
    """Return a list for a tensor, a tuple or a list; any other value unchanged."""
    if isinstance(value, torch.Tensor):
        return value.tolist()
    return list(value) if isinstance(value, list | tuple) else value


def _ten_names(tried: Tried) -> list[str] | None:
    """Return the names of the ten classes, if the last call was for all of them in order and returned ten texts."""
    labels, value, _ = next(asked(tried))
    names = _plain(value)
    if [int(label) for label in labels] != list(range(len(NAMES))) or not isinstance(names, list):
        return None
    return names if len(names) == len(NAMES) and all(type(name) is str for name in names) else None


def _different(tried: Tried) -> list[tuple[int, str]]:
    """Return the classes with another name than the right one, and that name."""
    names = _ten_names(tried) or []
    return [(i, name) for i, name in enumerate(names) if name != NAMES[i]]


def exchanged(tried: Tried) -> bool | dict[str, Value]:
    """Return the two classes that have each other's names."""
    different = _different(tried)
    if len(different) != 2:
        return False
    (i, first), (j, second) = different
    return {"i": i, "j": j} if (first, second) == (NAMES[j], NAMES[i]) else False


def misspelt(tried: Tried) -> bool | dict[str, Value]:
    """Return the first of a few classes with another name, or of any number of classes with a similar one."""
    different = _different(tried)
    is_similar = all(_is_similar(name, NAMES[i]) for i, name in different)
    if not different or (len(different) > _MOST_MISSPELT and not is_similar) or exchanged(tried) or in_capitals(tried):
        return False
    i, name = different[0]
    return {"i": i, "want": NAMES[i], "name": show(name, limit=_LONGEST)}


def _is_similar(name: str, want: str) -> bool:
    """Return whether a text is a name with a few other characters; a long one is none."""
    return len(name) <= _LONGEST and SequenceMatcher(None, name, want).ratio() > _SIMILAR


def in_capitals(tried: Tried) -> bool:
    """Return whether many names differ only in capital letters."""
    different = _different(tried)
    return len(different) > _MOST_MISSPELT and all(name.lower() == NAMES[i] for i, name in different)


def translated(tried: Tried) -> bool:
    """Return whether most names contain Chinese characters."""
    chinese = [name for _, name in _different(tried) if any("\u4e00" <= char <= "\u9fff" for char in name)]
    return len(chinese) > len(NAMES) // 2


def joined(tried: Tried) -> bool:
    """Return whether the result is one text that contains a name for each label."""
    labels, value, _ = next(asked(tried))
    return type(value) is str and all(NAMES[int(label)] in value for label in labels) and len(labels) > 1


def other_number_of_names(tried: Tried) -> bool | dict[str, Value]:
    """Return the length of the student's own list of texts, if a label is past its end."""
    if "IndexError: list index out of range" not in tried.raised and "tuple index out of range" not in tried.raised:
        return False
    return _own_number(tried, set(range(len(NAMES))))


def more_than_ten(tried: Tried) -> bool | dict[str, Value]:
    """Return the length of the student's own list of texts if it is too long, and names differ."""
    return len(_different(tried)) > 0 and _own_number(tried, set(range(len(NAMES) + 1, 2 * len(NAMES))))


def _own_number(tried: Tried, numbers: set[int]) -> bool | dict[str, Value]:
    """Return the length of the only list of texts that the student wrote, if it is one of these numbers."""
    lists = [node for node in ast.walk(ast.parse(tried.written.text)) if isinstance(node, ast.List | ast.Tuple)]
    lengths = {len(node.elts) for node in lists if len(node.elts) > 1 and all(map(_is_text, node.elts))}
    return {"n": lengths.pop()} if len(lengths) == 1 and lengths < numbers else False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is str


def returns_type(*types: str) -> Symptom:
    """Return the symptom of a result of one of these types."""

    def same(tried: Tried) -> bool:
        _, value, _ = next(asked(tried))
        return isinstance(value, Opaque) and value.type in types

    return same


iterator = returns_type(*ITERATORS)
"""Symptom of an iterator."""
array = returns_type(ARRAY)
"""Symptom of a numpy array."""
nothing_found = both(returns_as(lambda labels: [None for _ in labels]), mentions(".get"))
"""Symptom of a dictionary that was asked by ``get`` for keys that it does not have."""

"""Symptoms of the mistakes in ``init_weights``: in the weights before and after, in exceptions and in the text."""

from __future__ import annotations

import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom, both
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.normal_weights import Weights, is_cut_off, is_right
from torchgrade_d2l.softmax_regression.init_weights.nets import LINEAR, OTHERS, Applied, applied_of, weight

_LONGEST = 400
"""Most characters of an exception that are searched."""
_COMPARED = re.compile(r"(?<!\))\s+(?:==|is)\s+(?:torch\.)?(?:nn\.)?Linear\b|\b(?:torch\.)?nn\.Linear\s*==\s*\w+\s*:")
"""Comparison of a module, and not of its type, with the class."""
_TYPE_OF = re.compile(r"\btype\s*\(|__class__|\bisinstance\s*\(")
_ASSIGNED = re.compile(
    r"^\s*(\w+)\s*=\s*(?:0\.01\s*\*\s*)?torch\.(?:normal|randn|randn_like|zeros|empty)\b", re.MULTILINE
)
_ALIKE = 0.8
"""Smallest correlation of new weights with the old ones that names a mistake; that of 25,600 draws is below 0.05."""
_SEEDED = re.compile(r"\b(?:manual_seed|seed)\(")


def raises(pattern: str, at: str = "") -> Symptom:
    """Return the symptom of an exception and of the student's line that raised it."""

    def same(tried: Tried) -> bool:
        said = re.search(pattern, tried.raised[:_LONGEST])
        return said is not None and re.search(at, tried.raised_at[:_LONGEST]) is not None

    return same


def _nets(tried: Tried) -> list[Applied]:
    assert tried.answer is not None
    return applied_of(tried.answer.value, LINEAR, 2)


def _weights(tried: Tried) -> Weights:
    """Return the weights of the first layer, or those of the nested layer if the first ones are right."""
    applied = _nets(tried)[0]
    first, nested = (Weights(weight(applied, place, shape), tried.written) for place, shape in enumerate(LINEAR))
    return nested if is_right(first) else first


def unchanged(tried: Tried) -> bool:
    """Return whether all weights are as they were before the call."""
    return all(
        after is not None and torch.equal(before, after)
        for applied in _nets(tried)
        for before, after in zip(applied.before, applied.after, strict=True)
    )


def one_unchanged(tried: Tried) -> bool:
    """Return whether one layer has right weights and the other one the old ones."""
    applied = _nets(tried)[0]
    changed = [not torch.equal(applied.before[i], weight(applied, i, shape)) for i, shape in enumerate(LINEAR)]
    if sum(changed) != 1:
        return False
    place = changed.index(True)
    return is_right(Weights(weight(applied, place, LINEAR[place]), tried.written))


def from_old(tried: Tried) -> bool:
    """Return whether the weights of the first layer changed, but are almost multiples of the old ones."""
    applied = _nets(tried)[0]
    before, after = applied.before[0], weight(applied, 0, LINEAR[0])
    pair = torch.stack([before.reshape(-1), after.reshape(-1)]).to(torch.float64)
    return not torch.equal(before, after) and float(torch.corrcoef(pair)[0, 1].abs()) > _ALIKE


def of(predicate: Callable[[Weights], bool]) -> Symptom:
    """Return the symptom that the weights changed and have a property."""
    return lambda tried: not unchanged(tried) and not one_unchanged(tried) and predicate(_weights(tried))


def sized(predicate: Callable[[Weights], bool]) -> Symptom:
    """Return the symptom of :func:`of` that fills ``{sd}`` with the standard deviation."""

    def same(tried: Tried) -> bool | dict[str, Value]:
        return {"sd": float(f"{_weights(tried).sd:.2g}")} if of(predicate)(tried) else False

    return same


def _compares(tried: Tried) -> bool:
    text = tried.written.text
    return _COMPARED.search(text) is not None and _TYPE_OF.search(text) is None


def _assigns(tried: Tried) -> bool:
    return _ASSIGNED.search(tried.written.text) is not None


def _neither(tried: Tried) -> bool:
    return not _compares(tried) and not _assigns(tried)


cut_off = both(lambda tried: not from_old(tried), of(is_cut_off))
compared = both(_compares, unchanged)
assigned = both(_assigns, lambda tried: not _compares(tried), unchanged)
no_change = both(_neither, unchanged)


def changed_others(tried: Tried) -> bool | dict[str, Value]:
    """Return the other layers whose weights changed."""
    assert tried.answer is not None
    (applied,) = applied_of(tried.answer.value, list(OTHERS.values()), 1)
    names = [
        name
        for name, before, after in zip(OTHERS, applied.before, applied.after, strict=True)
        if after is None or not torch.equal(before, after)
    ]
    return {"layers": ", ".join(names)} if names else False


def turned(tried: Tried) -> bool:
    """Return whether a weight has the transposed shape."""
    found = [after.shape for after in _nets(tried)[0].after if after is not None]
    return found != [torch.Size(s) for s in LINEAR] and found == [torch.Size(s[::-1]) for s in LINEAR]


def frozen(tried: Tried) -> bool:
    """Return whether the weights have the right shapes but are no parameters that can be trained."""
    applied = _nets(tried)[0]
    shapes = [tuple(after.shape) for after in applied.after if after is not None]
    return shapes == list(LINEAR) and not all(applied.are_parameters)


def seeded(tried: Tried) -> bool:
    """Return whether two nets have the same weights and the text sets a seed."""
    first, second = _nets(tried)
    same = all(
        a is not None and b is not None and torch.equal(a, b) for a, b in zip(first.after, second.after, strict=True)
    )
    return same and _SEEDED.search(tried.written.text) is not None

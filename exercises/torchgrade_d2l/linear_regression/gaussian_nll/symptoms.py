"""Symptoms of the mistakes in ``gaussian_nll`` that the text of the function shows, or the type of its result."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import torch

from torchgrade.checking.diagnosis import Symptom, same_numbers
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.linear_regression.gaussian_nll import oracle

_OF_PI = (math.pi, 2 * math.pi, math.log(2 * math.pi), math.log(2 * math.pi) / 2, math.sqrt(2 * math.pi))


def nearly_right(tried: Tried) -> bool:
    """Return whether the result is a scalar of the asked dtype that is right to about 3 digits."""
    value = tried.answer.value if tried.answer is not None else None
    if not isinstance(value, torch.Tensor) or value.dtype != tried.arguments[0].dtype:
        return False
    return same_numbers(value, oracle.gaussian_nll(*tried.arguments), (1e-3, 1e-2))


def has_rounded_pi(tried: Tried) -> bool:
    """Return whether the text has π, or a constant made of it, with a few digits, and the result is nearly right."""
    digits = [float(one) for one in re.findall(r"\b\d\.\d{2,8}\b", tried.written.text)]
    return any(1e-8 < abs(one - of) < 1e-2 for one in digits for of in _OF_PI) and nearly_right(tried)


def pads_variance(tried: Tried) -> bool:
    """Return whether the text adds a small number, but not to a density, and the result is nearly right."""
    small = re.search(r"[+,] *\(?(?:1e-\d+|eps(?:ilon)?\b)", tried.written.text) is not None
    return small and "exp" not in re.findall(r"\w+", tried.written.text) and nearly_right(tried)


def guarded(tried: Tried) -> bool:
    """Return whether the sum is finite and too small, because a number beside the density bounds its logarithm."""
    assert tried.answer is not None
    got, want = tried.answer.value, float(oracle.gaussian_nll(*tried.arguments))
    too_small = isinstance(got, torch.Tensor) and got.numel() == 1 and float(got) < want - 1
    return too_small and {"exp", "log"} <= set(re.findall(r"\w+", tried.written.text))


def is_number(tried: Tried) -> bool:
    """Return whether the result is a Python number."""
    return tried.answer is not None and type(tried.answer.value) in (float, int)


def unlike_right(symptom: Symptom) -> Symptom:
    """Return the symptom for a result that is not nearly right."""
    return lambda tried: not nearly_right(tried) and symptom(tried)


def without_math(symptom: Symptom) -> Symptom:
    """Return the symptom for a text without the module math, because the constant may come from it."""

    def same(tried: Tried) -> bool | dict[str, Value]:
        text = re.sub(r"\bmath\b", "torch", tried.written.text)
        return symptom(replace(tried, written=replace(tried.written, text=text)))

    return same

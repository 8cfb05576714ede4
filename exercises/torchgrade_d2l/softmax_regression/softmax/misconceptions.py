"""The mistakes that learners make in ``softmax``, each as a small wrong twin or as what shows of it."""

from __future__ import annotations

import math

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom, both, failed_as, gradient_twin, raised, twin
from torchgrade.checking.proxies import Tried
from torchgrade_d2l.softmax_regression.softmax.oracle import softmax
from torchgrade_d2l.softmax_regression.softmax.twins import (
    LEVELS,
    LIMITS,
    SQUARE,
    Function,
    constant,
    detached_numerator,
    detached_sum,
    guarded_sum,
    minus,
    plain,
    plain_in_double,
    shares,
)
from torchgrade_d2l.softmax_regression.symptoms import always_float32, cut_by, probed

_ROWS = ("softmax.rows", "softmax.shape")
_FORM = ("softmax.shape",)
_PRECISION = ("softmax.precision",)
_LARGE = ("softmax.large", "softmax.large_gradient")
_INFINITE = ("softmax.minus_infinity",)
_SHIFT = ("softmax.rows", *_LARGE, *_INFINITE)
_GRADIENT = ("softmax.gradient",)
_LEAST_CONSTANT = 2


def _row_maximum(X: torch.Tensor) -> torch.Tensor:
    return X.amax(1, keepdim=True)


def _shifted(function: Function) -> Function:
    """Return a wrong twin of logits from which the maximum of each row was subtracted."""
    return lambda X: function(X - _row_maximum(X))


def _by_column(X: torch.Tensor) -> torch.Tensor:
    return X.exp() / X.exp().sum(0)


def _spread_sum(X: torch.Tensor) -> torch.Tensor:
    return X.exp() / X.exp().sum(1)


def _spread_both(X: torch.Tensor) -> torch.Tensor:
    return _spread_sum(X - X.amax(1))


def _by_everything(X: torch.Tensor) -> torch.Tensor:
    return X.exp() / X.exp().sum()


def _numerator(X: torch.Tensor) -> torch.Tensor:
    return X / X.exp().sum(1, keepdim=True)


def _denominator(X: torch.Tensor) -> torch.Tensor:
    return X.exp() / X.sum(1, keepdim=True)


def _power(base: float) -> Function:
    return lambda X: torch.softmax(X * math.log(base), 1)


def _constant(tried: Tried) -> bool:
    """Say whether a constant was subtracted: of which size shows where exp overflows and underflows.

    Asked of other logits as well, for a number that depends on them is no constant.
    """
    found = []
    for levels in (LEVELS, LEVELS - 100):
        made = tried.again(levels) if tried.again is not None else None
        about = constant(levels, made.answer.value) if made is not None and made.answer is not None else None
        if about is None or abs(about) < _LEAST_CONSTANT:
            return False
        found.append(about)
    about, other = found
    return abs(about - other) <= 1 and any(twin(_minus_constant(c))(tried) for c in (about, about - 1, about + 1))


def _minus_constant(c: float) -> Function:
    return lambda X: shares((X - c).exp())


def _dim_demanded(tried: Tried) -> bool:
    """Say whether the call failed because a second parameter, the dimension, has no default."""
    refused = tried.answer is None and (tried.failure is None or failed_as("call.parameters")(tried))
    return refused and tried.written.parameters[1:] == ("dim",)


def _loses_a_dimension(tried: Tried) -> bool:
    return tried.answer is not None and tried.answer.value.ndim < tried.arguments[0].ndim


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str, section: str = "") -> Misconception:
    return Misconception(
        id=f"softmax.{name}", symptom=symptom, checks=checks, about=f"softmax.about.{about}", section=section
    )


def _shift(name: str, function: Function) -> Misconception:
    """Return the entry of what is subtracted; on the rows of the check several give the same NaN."""
    return _entry(name, probed(function, LIMITS), _SHIFT, "shift", "7.1")


MISCONCEPTIONS = [
    _entry("edition", _dim_demanded, (), "form"),
    _entry("dim_0", twin(_by_column), _ROWS, "sum"),
    _entry("dim_0", twin(_shifted(_by_column)), _ROWS, "sum"),
    _entry("no_keepdim", probed(_spread_sum, SQUARE), _ROWS, "sum"),
    _entry("no_keepdim", probed(_shifted(_spread_sum), SQUARE), _ROWS, "sum"),
    _entry("no_keepdim", probed(_spread_both, SQUARE), _ROWS, "sum"),
    _entry("no_keepdim_max", probed(minus(lambda X: X.amax(1)), SQUARE), _ROWS, "shift", "7.1"),
    _entry("whole_tensor", twin(_by_everything), _ROWS, "sum"),
    _entry("whole_tensor", twin(_shifted(_by_everything)), _ROWS, "sum"),
    _entry("numerator", twin(_numerator), _ROWS, "exp"),
    _entry("numerator", twin(lambda X: X / (X - _row_maximum(X)).exp().sum(1, keepdim=True)), _ROWS, "exp"),
    _entry("denominator", twin(_denominator), _ROWS, "exp"),
    _entry("denominator", twin(_shifted(_denominator)), _ROWS, "exp"),
    _entry("no_exp", twin(shares), _ROWS, "exp"),
    _entry("exp_only", twin(torch.exp), _ROWS, "sum"),
    _entry("exp_only", twin(_shifted(torch.exp)), _ROWS, "sum"),
    _entry("base", twin(_power(2)), _ROWS, "exp"),
    _entry("base", twin(_power(10)), _ROWS, "exp"),
    _entry("softmin", twin(lambda X: torch.softmax(-X, 1)), _ROWS, "exp"),
    _entry("log_softmax", twin(lambda X: X.log_softmax(1)), _ROWS, "exp"),
    _entry("sigmoid", twin(torch.sigmoid), _ROWS, "sum"),
    _entry("first_argument", twin(lambda X: X), _ROWS, "exp"),
    _entry("max_pair", raised("torch.return_types.max"), _ROWS, "shift", "7.1"),
    _entry("column_maximum", twin(minus(lambda X: X.amax(0))), _ROWS, "shift", "7.1"),
    _shift("plain", plain),
    _shift("plain", plain_in_double),
    _shift("max_index", minus(lambda X: X.argmax(1, keepdim=True))),
    _shift("mean", minus(lambda X: X.mean(1, keepdim=True))),
    _shift("mean", minus(torch.mean)),
    _entry("mean", _constant, _SHIFT, "shift", "7.1"),
    _shift("minimum", minus(lambda X: X.amin(1, keepdim=True))),
    _shift("global_maximum", minus(torch.max)),
    _entry("clamped", twin(lambda X: plain(X.clamp(max=50))), _LARGE, "exp", "7.1"),
    _entry("clamped", twin(lambda X: plain(X.clamp(min=-50))), _LARGE, "exp", "7.1"),
    _entry("clamped", twin(lambda X: plain(X.clamp(-50, 50))), _LARGE, "exp", "7.1"),
    _entry("nan_hidden", twin(lambda X: plain(X).nan_to_num()), _LARGE, "shift", "7.1"),
    _entry("guarded_sum", twin(guarded_sum), _LARGE, "shift", "7.1"),
    _entry("transposed", twin(lambda X: softmax(X).T), _ROWS, "form"),
    _entry("flattened", twin(lambda X: softmax(X).reshape(-1)), _FORM, "form"),
    _entry("squeezed", both(_loses_a_dimension, twin(lambda X: softmax(X).squeeze())), _FORM, "form"),
    _entry("float32", always_float32(softmax), _PRECISION, "form"),
    _entry("detached_part", gradient_twin(detached_sum), _GRADIENT, "gradient"),
    _entry("detached_part", gradient_twin(_shifted(detached_sum)), _GRADIENT, "gradient"),
    _entry("detached_part", gradient_twin(detached_numerator), _GRADIENT, "gradient"),
    _entry("numpy", cut_by("numpy"), _GRADIENT, "gradient"),
    _entry("detached", cut_by("detached"), _GRADIENT, "gradient"),
    _entry("no_grad", cut_by("no_grad"), _GRADIENT, "gradient"),
    _entry("numbers", cut_by("numbers"), _GRADIENT, "gradient"),
    _entry("rebuilt", cut_by("rebuilt"), _GRADIENT, "gradient"),
]

"""The mistakes that learners make in ``softmax``, each as a small wrong twin."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom, twin


def _dim_0(X: torch.Tensor) -> torch.Tensor:
    exp = X.exp()
    return exp / exp.sum(0, keepdim=True)


def _dim_0_shifted(X: torch.Tensor) -> torch.Tensor:
    exp = (X - X.max(1, keepdim=True).values).exp()
    return exp / exp.sum(0, keepdim=True)


def _no_keepdim(X: torch.Tensor) -> torch.Tensor:
    exp = X.exp()
    return exp / exp.sum(1)


def _whole_tensor(X: torch.Tensor) -> torch.Tensor:
    exp = X.exp()
    return exp / exp.sum()


def _numerator(X: torch.Tensor) -> torch.Tensor:
    return X / X.exp().sum(1, keepdim=True)


def _no_exp(X: torch.Tensor) -> torch.Tensor:
    return X / X.sum(1, keepdim=True)


def _column_maximum(X: torch.Tensor) -> torch.Tensor:
    exp = (X - X.max(0).values).exp()
    return exp / exp.sum(1, keepdim=True)


def _plain(X: torch.Tensor) -> torch.Tensor:
    exp = X.exp()
    return exp / exp.sum(1, keepdim=True)


def _global_maximum(X: torch.Tensor) -> torch.Tensor:
    exp = (X - X.max()).exp()
    return exp / exp.sum(1, keepdim=True)


def _mean(X: torch.Tensor) -> torch.Tensor:
    exp = (X - X.mean(1, keepdim=True)).exp()
    return exp / exp.sum(1, keepdim=True)


def _log_softmax(X: torch.Tensor) -> torch.Tensor:
    return X.log_softmax(1)


def _first_argument(X: torch.Tensor) -> torch.Tensor:
    return X


def _exp_only(X: torch.Tensor) -> torch.Tensor:
    return X.exp()


_ROWS = ("softmax.rows", "softmax.shape")
_LARGE = ("softmax.large",)
_STABLE = "7.1"


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str, section: str = "") -> Misconception:
    return Misconception(
        id=f"softmax.{name}", symptom=symptom, checks=checks, about=f"softmax.about.{about}", section=section
    )


MISCONCEPTIONS = [
    _entry("dim_0", twin(_dim_0), _ROWS, "sum"),
    _entry("dim_0", twin(_dim_0_shifted), _ROWS, "sum"),
    _entry("no_keepdim", twin(_no_keepdim), _ROWS, "sum"),
    _entry("whole_tensor", twin(_whole_tensor), _ROWS, "sum"),
    _entry("numerator", twin(_numerator), _ROWS, "exp"),
    _entry("no_exp", twin(_no_exp), _ROWS, "exp"),
    _entry("column_maximum", twin(_column_maximum), _ROWS, "shift"),
    _entry("log_softmax", twin(_log_softmax), _ROWS, "exp"),
    _entry("sigmoid", twin(torch.sigmoid), _ROWS, "sum"),
    _entry("first_argument", twin(_first_argument), _ROWS, "exp"),
    _entry("exp_only", twin(_exp_only), _ROWS, "sum"),
    _entry("plain", twin(_plain), _LARGE, "shift", _STABLE),
    _entry("mean", twin(_mean), _LARGE, "shift", _STABLE),
    _entry("global_maximum", twin(_global_maximum), _LARGE, "shift", _STABLE),
]

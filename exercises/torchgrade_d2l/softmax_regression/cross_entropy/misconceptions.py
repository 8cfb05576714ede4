"""The mistakes that learners make in ``cross_entropy``, each as a small wrong twin."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch.nn import functional

from torchgrade.checking.diagnosis import Misconception, Symptom, twin
from torchgrade.checking.proxies import Tried
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import cross_entropy

_LOSSES = ("cross_entropy.losses",)
_FORM = ("cross_entropy.losses", "cross_entropy.shape")
_ZEROS = ("cross_entropy.zeros",)
_TINY = ("cross_entropy.losses", "cross_entropy.tiny")
_LEAST_GUARD, _MOST_GUARD = 5e-7, 0.2

Twin = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def _chosen(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the probability of each true class, (n,)."""
    return y_hat[torch.arange(len(y)), y]


def _of_losses(form: Callable[[torch.Tensor], torch.Tensor]) -> Twin:
    """Return the right losses, brought into a wrong form."""
    return lambda y_hat, y: form(cross_entropy(y_hat, y))


def _of_probabilities(form: Callable[[torch.Tensor], torch.Tensor]) -> Twin:
    """Return a wrong function of the right probabilities."""
    return lambda y_hat, y: form(_chosen(y_hat, y))


def _one_hot_log(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return -(functional.one_hot(y, y_hat.shape[1]) * y_hat.log()).sum(1)


def _of_all(form: Callable[[torch.Tensor], torch.Tensor]) -> Twin:
    """Return a function of the predictions that has no regard to the labels."""

    def labelless(y_hat: torch.Tensor, _: torch.Tensor) -> torch.Tensor:
        return form(y_hat)

    return labelless


def _divided_by_classes(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return cross_entropy(y_hat, y) / y_hat.shape[1]


def _guarded(tried: Tried) -> bool:
    """Say whether the same constant was added to each probability, or each was raised to the same one."""
    y_hat, y = tried.arguments
    assert tried.answer is not None
    losses = tried.answer.value.to(torch.float64).reshape(-1)  # (n,)
    p = _chosen(y_hat, y).to(torch.float64)  # (n,)
    seen = torch.exp(-losses)  # (n,): the probability whose loss came
    if len(p) < 2 or len(losses) != len(p) or not bool(seen.isfinite().all()):
        return False
    added = float((seen - p)[p.argmin()])
    if not _LEAST_GUARD <= added <= _MOST_GUARD:
        return False
    # A float32 loss gives the probability back to about this much.
    near = 4e-7 + 1e-3 * added
    as_sum = bool(((seen - p - added).abs() <= near).all())
    bounded = (seen - p.clamp(min=added + float(p.min()))).abs() <= near
    # Some bound the probabilities from above as well.
    # A loss that never varies is no guarded one, though all probabilities may lie below its bound.
    as_bound = bool((bounded | (p == 1)).all()) and float(seen.max() - seen.min()) > near
    return as_sum or as_bound


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...]) -> Misconception:
    return Misconception(id=f"cross_entropy.mistake.{name}", symptom=symptom, checks=checks)


MISCONCEPTIONS = [
    _entry("mean", twin(_of_losses(torch.mean)), _FORM),
    _entry("mean", twin(_of_losses(lambda losses: -losses.mean())), _FORM),
    _entry("mean", twin(_of_losses(lambda losses: losses.mean().reshape(1))), _FORM),
    _entry("sum", twin(_of_losses(torch.sum)), _FORM),
    _entry("column", twin(_of_losses(lambda losses: losses[:, None])), _FORM),
    _entry("table", twin(lambda y_hat, y: -y_hat[:, y].log()), _FORM),
    _entry("rows", twin(lambda y_hat, y: -y_hat[y].log()), _LOSSES),
    _entry("no_label", twin(_of_all(lambda y_hat: -y_hat.log())), _LOSSES),
    _entry("no_minus", twin(_of_probabilities(torch.log)), _LOSSES),
    _entry("no_log", twin(_of_probabilities(lambda p: p)), _LOSSES),
    _entry("no_log", twin(_of_probabilities(lambda p: -p)), _LOSSES),
    _entry("zero_log_zero", twin(_one_hot_log), _ZEROS),
    _entry("other_base", twin(_of_losses(lambda losses: losses / math.log(2))), _LOSSES),
    _entry("other_base", twin(_of_losses(lambda losses: losses / math.log(10))), _LOSSES),
    _entry("log1p", twin(_of_probabilities(lambda p: -torch.log1p(p))), _LOSSES),
    _entry("softmax_again", twin(lambda y_hat, y: functional.cross_entropy(y_hat, y, reduction="none")), _LOSSES),
    _entry("softmax_again", twin(functional.cross_entropy), _LOSSES),
    _entry("all_classes", twin(_of_all(lambda y_hat: -y_hat.log().sum(1))), _LOSSES),
    _entry("all_classes", twin(_of_all(lambda y_hat: -(y_hat * y_hat.log()).sum(1))), _LOSSES),
    _entry("one_minus_p", twin(_of_probabilities(lambda p: 1 - p)), _LOSSES),
    _entry("predicted", twin(_of_all(lambda y_hat: -y_hat.max(1).values.log())), _LOSSES),
    _entry("divided", twin(_of_losses(lambda losses: losses / len(losses))), _LOSSES),
    _entry("divided", twin(_divided_by_classes), _LOSSES),
    _entry("guard", _guarded, _TINY),
    _entry("first_argument", twin(_of_all(lambda y_hat: y_hat)), _LOSSES),
]

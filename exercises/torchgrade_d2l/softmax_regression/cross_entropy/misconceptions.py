"""The mistakes that learners make in ``cross_entropy``, each as a small wrong twin or as what shows of it."""

from __future__ import annotations

import math

import torch
from torch.nn import functional

from torchgrade.checking.diagnosis import Misconception, Symptom, both, gradient_twin, other_order, raised, twin
from torchgrade.checking.proxies import Tried
from torchgrade_d2l.softmax_regression.cross_entropy.oracle import cross_entropy
from torchgrade_d2l.softmax_regression.cross_entropy.twins import (
    SQUARE,
    SQUARE_LABELS,
    Loss,
    binary,
    chosen,
    divided_by_classes,
    infinity_as_zero,
    mean_of_table,
    moved,
    normalised,
    of_all,
    of_column,
    of_losses,
    of_probabilities,
    one_hot_log,
    squared,
)
from torchgrade_d2l.softmax_regression.symptoms import also_on, always_float32, cut_by

_LOSSES = ("cross_entropy.losses",)
_SHAPE = ("cross_entropy.shape",)
_PRECISION = ("cross_entropy.precision",)
_FORM = (*_LOSSES, *_SHAPE)
_ZEROS = ("cross_entropy.zeros",)
_TINY = ("cross_entropy.tiny",)
_GRADIENT = ("cross_entropy.gradient",)
_LEAST_GUARD, _MOST_GUARD = 5e-7, 0.2
_LEAST_SMOOTHING, _MOST_SMOOTHING = 0.004, 0.96


def _guarded(tried: Tried) -> bool:
    """Say whether the same constant was added to each probability, or each was raised to the same one."""
    y_hat, y = tried.arguments
    assert tried.answer is not None
    losses = tried.answer.value.to(torch.float64).reshape(-1)  # (n,)
    p = chosen(y_hat, y).to(torch.float64)  # (n,)
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


def _smoothed(tried: Tried) -> bool:
    """Say whether each loss holds the same share of the mean over all classes."""
    y_hat, y = tried.arguments
    assert tried.answer is not None
    got = tried.answer.value.to(torch.float64).reshape(-1)  # (n,)
    right = cross_entropy(y_hat, y)  # (n,)
    way = -y_hat.to(torch.float64).log().mean(1) - right  # (n,)
    if len(way) < 3 or len(got) != len(way):
        return False
    share = float((got - right) @ way / (way @ way))
    return _LEAST_SMOOTHING < share < _MOST_SMOOTHING and bool((got - right - share * way).abs().max() < 1e-5)


def _of_logits(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(y_hat, y, reduction="none")


def _past_the_end(loss: Loss) -> Symptom:
    """Return the symptom of a loss whose index is too great on the inputs of the check, but not on ``SQUARE``."""
    return both(raised("out of bounds", "out of range"), also_on(loss, SQUARE, SQUARE_LABELS))


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str) -> Misconception:
    return Misconception(
        id=f"cross_entropy.mistake.{name}", symptom=symptom, checks=checks, about=f"cross_entropy.about.{about}"
    )


MISCONCEPTIONS = [
    _entry("order", other_order(cross_entropy), _LOSSES, "form"),
    _entry("mean", twin(of_losses(torch.mean)), _FORM, "form"),
    _entry("mean", twin(of_losses(lambda losses: losses.mean().reshape(1))), _FORM, "form"),
    _entry("logits_and_mean", twin(functional.cross_entropy), _LOSSES, "form"),
    _entry("sum", twin(of_losses(torch.sum)), _FORM, "form"),
    _entry("mean_of_table", twin(mean_of_table), _FORM, "form"),
    _entry("column", twin(of_losses(lambda losses: losses[:, None])), _FORM, "form"),
    _entry("divided", twin(of_losses(lambda losses: losses / len(losses))), _LOSSES, "form"),
    _entry("divided", twin(divided_by_classes), _LOSSES, "form"),
    _entry("float32", always_float32(cross_entropy), _PRECISION, "form"),
    _entry("table", twin(lambda y_hat, y: -y_hat[:, y].log()), _FORM, "label"),
    _entry("rows", twin(lambda y_hat, y: -y_hat[y].log()), _LOSSES, "label"),
    _entry("of_column", _past_the_end(of_column), _LOSSES, "label"),
    _entry("moved", twin(moved(-1)), _LOSSES, "label"),
    _entry("moved", _past_the_end(moved(1)), _LOSSES, "label"),
    _entry("no_label", twin(of_all(lambda y_hat: -y_hat.log())), _LOSSES, "label"),
    _entry("all_classes", twin(of_all(lambda y_hat: -y_hat.log().sum(1))), _LOSSES, "label"),
    _entry("all_classes", twin(of_all(lambda y_hat: -y_hat.log().mean(1))), _LOSSES, "label"),
    _entry("entropy", twin(of_all(lambda y_hat: -(y_hat * y_hat.log()).sum(1))), _LOSSES, "label"),
    _entry("predicted", twin(of_all(lambda y_hat: -y_hat.amax(1).log())), _LOSSES, "label"),
    _entry("binary", twin(binary), _LOSSES, "label"),
    _entry("smoothed", _smoothed, _LOSSES, "label"),
    _entry("no_minus", twin(of_probabilities(torch.log)), _LOSSES, "log"),
    _entry("no_minus", twin(of_probabilities(lambda p: p.log().mean())), _LOSSES, "log"),
    _entry("no_log", twin(of_probabilities(lambda p: p)), _LOSSES, "log"),
    _entry("no_log", twin(of_probabilities(lambda p: -p)), _LOSSES, "log"),
    _entry("one_minus_p", twin(of_probabilities(lambda p: 1 - p)), _LOSSES, "log"),
    _entry("inverse", twin(of_probabilities(lambda p: 1 / p)), _LOSSES, "log"),
    _entry("weighted", twin(of_probabilities(lambda p: -p * p.log())), _LOSSES, "log"),
    _entry("squared", twin(squared), _LOSSES, "log"),
    _entry("other_base", twin(of_losses(lambda losses: losses / math.log(2))), _LOSSES, "log"),
    _entry("other_base", twin(of_losses(lambda losses: losses / math.log(10))), _LOSSES, "log"),
    _entry("log1p", twin(of_probabilities(lambda p: -torch.log1p(p))), _LOSSES, "log"),
    _entry("softmax_again", twin(_of_logits), _LOSSES, "log"),
    _entry("zero_log_zero", twin(one_hot_log), _ZEROS, "log"),
    _entry("guard", _guarded, (*_LOSSES, *_TINY), "log"),
    _entry("infinity_as_zero", twin(infinity_as_zero), _TINY, "log"),
    _entry("first_argument", twin(of_all(lambda y_hat: y_hat)), _LOSSES, "log"),
    _entry("normalised", gradient_twin(normalised), _GRADIENT, "gradient"),
    _entry("numpy", cut_by("numpy"), _GRADIENT, "gradient"),
    _entry("detached", cut_by("detached"), _GRADIENT, "gradient"),
    _entry("no_grad", cut_by("no_grad"), _GRADIENT, "gradient"),
    _entry("numbers", cut_by("numbers"), _GRADIENT, "gradient"),
    _entry("rebuilt", cut_by("rebuilt"), _GRADIENT, "gradient"),
]

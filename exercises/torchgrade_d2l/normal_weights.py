"""Weights drawn from N(0, 0.01²): the check of three exercises, and the other draws that students make.

``init_weights`` checks 25,600 weights, ``build_linreg`` 10,000 and ``build_softmax_regression`` 7,840. Write n for
their number. :func:`torchgrade.checking.statistics.assert_normal` holds the weights to three bounds, which n honest
draws miss with these rates (a test compares them with scipy):

- variance, |s²/0.01² - 1| <= 6.7 sqrt(2/(n - 1)): 0.0592, 0.0948 and 0.1070; at most 2.9e-11, 4.2e-11 and 4.8e-11;
- mean, |m| <= 0.067/sqrt(n): 4.19e-4, 6.70e-4 and 7.57e-4; 2.1e-11 each;
- law, D <= 3.5/sqrt(n): 0.0219, 0.0350 and 0.0395; at most 4.6e-11 each.

Together a check gives a false alarm with at most 1.2e-10. float32 rounds a weight by less than 4e-9, which moves D by
less than 2e-7.

Power, in 60 of 60 draws of each size: PyTorch's default has D of at least 0.158, Xavier 0.080, uniform numbers of the
same standard deviation 0.053, and equal weights 0.5. With the standard deviation 0.012, s² is at least 0.39 too large,
and draws without those beyond two standard deviations have s² at least 0.20 too small.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property

import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.statistics import assert_normal, distance_bound, normal_distance
from torchgrade.checking.tried import Written
from torchgrade.model.phrases import phrase

SD = 0.01
_MOST_SIZES = 2.6
"""Largest weight in standard deviations that names a bound; one of 1,000 honest draws is larger except once in 10^4."""
_NEAR = 0.05
"""Largest relative error of a standard deviation that names a mistake; 7,840 draws have an error of 0.008."""
_UNIFORM_KURTOSIS = 1.8
_OTHERS = ("xavier", "glorot", "kaiming", "orthogonal", "lecun", "sparse_", "dirac")
_AS_MEAN = re.compile(r"\bnormal_?\((?:\s*[\w.\[\]]+\s*,)?\s*(?:mean\s*=\s*)?0?\.01\s*\)")
"""Call of ``normal_`` in which 0.01 is the last number before the standard deviation."""
_UNIFORM = re.compile(r"\b(?:uniform_?|rand|rand_like|random_)\(")


def assert_weights(weight: torch.Tensor) -> None:
    """Check that all weights are draws of N(0, 0.01²)."""
    assert_normal(weight.reshape(-1), "what.weights", SD)


def assert_few_weights(weight: torch.Tensor) -> None:
    """Check the law of a small number of weights, n of about 1,000.

    The variance of so few draws has a heavier tail, and their law alone gives a false alarm with at most 4.6e-11.

    Power for n = 1,000, bound 0.1107: PyTorch's default for 100 inputs has D of about 0.34, weights of 0 have 0.5.
    """
    sample = weight.reshape(-1).to(torch.float64) / SD
    distance, bound = normal_distance(sample), distance_bound(len(sample))
    # `not <=`, because NaN passes no bound.
    if not distance <= bound or bool(sample.isnan().any()):
        raise CheckFailedError(
            "statistics.law", what=phrase("what.weights"), n=len(sample), sd=SD, found=distance, bound=bound
        )


@dataclass(frozen=True)
class Weights:
    """Weights that a student's function drew, with its text."""

    values: torch.Tensor
    """Weights (outputs, inputs)."""
    written: Written

    @cached_property
    def flat(self) -> torch.Tensor:
        """All weights in one dimension, float64."""
        return self.values.reshape(-1).to(torch.float64)

    @cached_property
    def sd(self) -> float:
        """Standard deviation of the weights."""
        return float(self.flat.std())

    @cached_property
    def inputs(self) -> int:
        """Number of inputs of the layer."""
        return int(self.values.shape[1])

    def is_about(self, sd: float) -> bool:
        """Return whether the weights have a standard deviation, as far as draws can tell."""
        return abs(self.sd / sd - 1) < _NEAR

    @cached_property
    def kurtosis(self) -> float:
        """Mean fourth power of the standardised weights: 3 for normal and 1.8 for uniform numbers."""
        z = (self.flat - self.flat.mean()) / self.sd
        return float((z**4).mean())

    @cached_property
    def is_bell(self) -> bool:
        """Whether the weights look normal, with whatever mean and standard deviation."""
        return self.sd > 0 and 2.5 < self.kurtosis < 3.5


def is_right(weights: Weights) -> bool:
    """Return whether the weights pass the check."""
    try:
        assert_weights(weights.values)
    except CheckFailedError:
        return False
    return True


def is_constant(weights: Weights) -> bool:
    """Return whether all weights are equal."""
    return bool((weights.flat == weights.flat[0]).all())


def _is_flat(weights: Weights) -> bool:
    return weights.sd > 0 and abs(weights.kurtosis - _UNIFORM_KURTOSIS) < 0.1


def is_default(weights: Weights) -> bool:
    """Return whether the weights are as PyTorch draws them: uniform, up to 1/sqrt(inputs)."""
    largest = 1 / math.sqrt(weights.inputs)
    default = _is_flat(weights) and weights.is_about(largest / math.sqrt(3)) and abs(float(weights.flat.mean())) < SD
    return default and bool((weights.flat.abs() <= largest * 1.001).all()) and not _draws_uniform(weights)


def _draws_uniform(weights: Weights) -> bool:
    return _UNIFORM.search(weights.written.text) is not None


def is_uniform(weights: Weights) -> bool:
    """Return whether the student's text draws uniform numbers and the weights are such numbers."""
    return _is_flat(weights) and _draws_uniform(weights) and not is_of_other_initialiser(weights)


def is_of_other_initialiser(weights: Weights) -> bool:
    """Return whether the student's text names another initialiser, such as Xavier's, and the weights are wrong."""
    last = (name.rpartition(".")[2] for name in weights.written.references)
    return any(name.startswith(_OTHERS) for name in last) and not is_right(weights) and not is_default(weights)


def is_as_mean(weights: Weights) -> bool:
    """Return whether 0.01 was passed as the mean, so that the standard deviation is 1."""
    return weights.is_about(1.0) and weights.is_bell and _AS_MEAN.search(weights.written.text) is not None


def is_variance(weights: Weights) -> bool:
    """Return whether the standard deviation is 0.01²."""
    return weights.is_about(SD**2) and weights.is_bell


def is_of_other_size(weights: Weights) -> bool:
    """Return whether the weights are normal with another standard deviation, for no reason with a name."""
    named = (is_as_mean, is_variance, is_of_other_initialiser)
    return weights.is_bell and not is_right(weights) and not weights.is_about(SD) and not any(p(weights) for p in named)


def is_cut_off(weights: Weights) -> bool:
    """Return whether wrong weights lie around 0 like normal ones, but none is far from it."""
    if not weights.sd > 0 or is_right(weights) or weights.is_bell or _is_flat(weights):
        return False
    is_around_zero = abs(float(weights.flat.mean())) < 0.1 * weights.sd
    is_bounded = bool((weights.flat.abs() <= _MOST_SIZES * weights.sd).all())
    return is_around_zero and is_bounded and weights.kurtosis > 2.05 and not is_of_other_initialiser(weights)


def is_shifted(weights: Weights) -> bool:
    """Return whether the weights are normal with the right standard deviation around another mean."""
    return weights.is_bell and weights.is_about(SD) and abs(float(weights.flat.mean())) > SD / 2

"""Statistics of random numbers, with bounds that honest draws miss less than once in 10^10 runs (contracts 0.13).

Two bounds serve every statistical check. Write N for the number of draws.

- The Kolmogorov-Smirnov distance D to the law that is *stated*, no parameter of it fitted, is at most 3.5/sqrt(N).
  Massart (1990): P(D > t) <= 2 exp(-2 N t^2) for every N and every continuous law, here 2 exp(-24.5) = 4.6e-11.
- A standardised score z is at most 6.7 in absolute value: 2.1e-11 for N(0, 1), which a mean has exactly. The other
  scores have exact laws too, and their tails are named beside each.

All functions take floating tensors of one dimension without NaN, compute in float64, and return Python floats.
"""

from __future__ import annotations

import math

import numpy
import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.model.phrases import Words, words

DISTANCE_FACTOR = 3.5
"""Largest D * sqrt(N) of an honest draw; missed by chance at most 4.6e-11 of the time."""
MAX_SCORE = 6.7
"""Largest absolute score of an honest draw."""
_GREATEST_DENSITY = 1 / math.sqrt(2 * math.pi)


def distance_bound(n: int) -> float:
    """Return the largest Kolmogorov-Smirnov distance that n honest draws are allowed."""
    return DISTANCE_FACTOR / math.sqrt(n)


def normal_distance(sample: torch.Tensor) -> float:
    """Return the Kolmogorov-Smirnov distance D of numbers (n,) to N(0, 1).

    With the numbers in order, x_1 <= ... <= x_n, D is the largest of i/n - F(x_i) and F(x_i) - (i - 1)/n.
    """
    # numpy's sort takes a tenth of the time of torch's.
    ordered = torch.from_numpy(numpy.sort(sample.to(torch.float64).numpy()))
    n = len(ordered)
    F = torch.erfc(-ordered / math.sqrt(2)) / 2
    steps = torch.arange(n + 1, dtype=torch.float64) / n
    return max(float((steps[1:] - F).max()), float((F - steps[:-1]).max()))


def mean_score(sample: torch.Tensor) -> float:
    """Return sqrt(n) times the mean of numbers (n,): exactly N(0, 1) if they are draws of N(0, 1)."""
    return math.sqrt(len(sample)) * float(sample.to(torch.float64).mean())


def variance_score(sample: torch.Tensor) -> float:
    """Return (s^2 - 1) * sqrt((n - 1)/2), s^2 the variance about the mean, of numbers (n,) with n >= 2.

    For draws of N(0, 1), (n - 1) s^2 is chi-squared with n - 1 degrees of freedom. Its probability beyond +-6.7 is
    4.1e-10 for n = 1,000, 3.1e-11 for n = 20,000, 2.6e-11 for n = 40,000, and 2.1e-11 in the limit.
    """
    n = len(sample)
    return (float(sample.to(torch.float64).var()) - 1) * math.sqrt((n - 1) / 2)


def correlation_score(a: torch.Tensor, b: torch.Tensor) -> float:
    """Return sqrt(n) times the correlation of numbers a (n,) with numbers b (n,).

    If a or b is independent normal, r^2 has the law Beta(1/2, (n - 2)/2), whatever the other is. Its probability beyond
    6.7 is less than 2.1e-11 for every n. Return NaN if a or b is constant: NaN passes no bound.
    """
    a, b = (t.to(torch.float64) - t.to(torch.float64).mean() for t in (a, b))
    size = math.sqrt(float(a @ a) * float(b @ b))
    return math.sqrt(len(a)) * float(a @ b) / size if size else math.nan


def neighbour_score(sample: torch.Tensor) -> float:
    """Return the score of correlation between neighbours in a sequence (n,), n >= 5.

    The neighbouring products share factors, so their sum has no simple law. But given the entries at even places, the
    entries at odd places are independent normal. Each odd entry is paired with the sum of its two neighbours. The
    correlation of these m = (n - 1)/2 pairs has the exact law of :func:`correlation_score`. Every pair of neighbours
    counts once. A correlation rho between neighbours gives sqrt(n) * rho, as the plain score would.
    """
    odd = sample[: len(sample) - 1 + len(sample) % 2]
    return correlation_score(odd[1::2], odd[:-1:2] + odd[2::2])


def assert_normal(sample: torch.Tensor, what: Words, sd: float = 1.0, rounding: torch.Tensor | None = None) -> None:
    """Check that numbers are draws of N(0, sd^2): their standard deviation, their mean, then their law.

    False alarm for n >= 20,000 honest draws: variance 3.1e-11, mean 2.1e-11, law 4.6e-11; 9.8e-11 in all.

    Power for n = 20,000, in 999 of 1,000 runs (three standard errors beyond the bound): a standard deviation below 0.95
    sd or above 1.05 sd; a mean off by 0.07 sd; a law at distance 0.036 from the stated law. Uniform numbers of the
    right variance are at distance 0.0572, nine standard errors beyond the bound; Laplace numbers at 0.062.

    :param sample: (n,).
    :param what: entry or phrase that names the numbers, in the plural.
    :param sd: the standard deviation that the exercise asks for.
    :param rounding: (n,), the largest distance of each number from its draw, because floating-point numbers are
        rounded. Each bound grows by the largest effect of rounding. With r in units of sd, |s' - s| <= sqrt(sum r^2/(n
        - 1)) for the standard deviation. The mean changes by at most mean(r). D changes by at most max(r)/sqrt(2 pi),
        the largest density times the largest shift. So rounded honest draws are as safe as exact ones.
    """
    n = len(sample)
    z = sample.to(torch.float64) / sd
    r = torch.zeros(1, dtype=torch.float64) if rounding is None else rounding.to(torch.float64) / sd
    s = float(z.std())
    shift = math.sqrt(float((r * r).sum()) / (n - 1))
    bound = MAX_SCORE * math.sqrt(2 / (n - 1)) + 2 * s * shift + shift**2
    if not abs(s * s - 1) <= bound:
        low, high = math.sqrt(max(1 - bound, 0)), math.sqrt(1 + bound)
        raise CheckFailedError(
            "statistics.deviation", what=words(what), n=n, sd=sd, found=s * sd, low=low * sd, high=high * sd
        )
    bound = MAX_SCORE / math.sqrt(n) + float(r.mean())
    mean = float(z.mean())
    if not abs(mean) <= bound:
        raise CheckFailedError("statistics.mean", what=words(what), n=n, found=mean * sd, bound=bound * sd)
    bound = distance_bound(n) + _GREATEST_DENSITY * float(r.max())
    distance = normal_distance(z)
    if not distance <= bound:
        raise CheckFailedError("statistics.law", what=words(what), n=n, sd=sd, found=distance, bound=bound)

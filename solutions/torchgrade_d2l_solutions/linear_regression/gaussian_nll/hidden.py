"""Hidden checks of ``gaussian_nll``: sizes and standard deviations that a student has not seen."""

from __future__ import annotations

from collections.abc import Iterator

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.gaussian_nll.checks import Arguments, draw, totals

CASES = ((300, 0.3, False), (3, 7.0, True), (40, 1.3, True), (2, 0.8, False), (1, 0.2, True))


def other_sizes(tensors: Tensors) -> Iterator[Arguments]:
    """Yield other numbers of examples, also more than 256, with other standard deviations."""
    for n, sigma, flat in CASES:
        yield draw(tensors, n, sigma, flat=flat)


test_other_sizes = totals(other_sizes, points=0.5, kind="value", requires=["nll"])

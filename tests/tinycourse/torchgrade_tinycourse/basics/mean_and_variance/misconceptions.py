"""The mistakes that learners make in ``mean_and_variance``."""

from __future__ import annotations

from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom
from torchgrade.checking.proxies import Tried


def _variance_is(wrong: Callable[[torch.Tensor], torch.Tensor]) -> Symptom:
    def same(tried: Tried) -> bool:
        (X,) = tried.arguments
        assert tried.answer is not None
        return bool(torch.allclose(tried.answer.value[1], wrong(X), rtol=1e-4, atol=1e-5))

    return same


_VARIANCE = ("mean_and_variance.variance",)
MISCONCEPTIONS = [
    Misconception(id="mean_and_variance.divided_by_less", symptom=_variance_is(lambda X: X.var(0)), checks=_VARIANCE),
    Misconception(
        id="mean_and_variance.deviation", symptom=_variance_is(lambda X: X.std(0, correction=0)), checks=_VARIANCE
    ),
]

"""A right pass has no symptom of a mistake, whichever check failed; the audit shows the wrong passes."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.linear_regression.data_iter.mistakes import mistake
from torchgrade_d2l.linear_regression.data_iter.passes import draw


def asked(*arguments: Any) -> Tried:
    batch_size, features, labels = arguments
    rows = torch.randperm(len(features), generator=torch.Generator().manual_seed(len(features)))
    items = [(features[j], labels[j]) for j in rows.split(batch_size)]
    answer = Answer(value=items, node=Scalar(None), after=arguments, exhausted=True, type="generator")
    names = ("batch_size", "features", "labels")
    return Tried("iterate", "data_iter(…)", names, arguments, answer=answer, written=Written(text=""), again=asked)


def named(check: str, tried: Tried) -> list[str]:
    found = [one for one in mistake.misconceptions() if f"data_iter.{check}" in one.checks]
    return [one.id for one in found if _has(one.symptom, tried)]


def _has(symptom: Any, tried: Tried) -> bool:
    try:
        return bool(symptom(tried))
    except Exception:  # noqa: BLE001 - a diagnosis takes any exception of a symptom for "no"
        return False


@pytest.mark.parametrize("check", ["pairs", "sizes", "coverage", "order", "protocol"])
@pytest.mark.parametrize(("n", "batch_size"), [(20, 5), (23, 5), (7, 50), (13, 1), (1, 4)])
def test_a_right_pass_is_none_of_the_mistakes(check: str, n: int, batch_size: int) -> None:
    assert named(check, asked(batch_size, *draw(Tensors(3), n))) == []

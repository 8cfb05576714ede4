"""Whatever a scenario reports of weights is a verdict on the student, never an error of the grader."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.softmax_regression.init_weights import checks
from torchgrade_d2l.softmax_regression.init_weights.nets import LINEAR, OTHERS


class Reporting:
    """Stands for a student whose scenario reports what a function of its inputs returns."""

    def __init__(self, report: Any) -> None:
        self.report = report

    def run(self, text: str, describe: str, **inputs: Any) -> dict[str, Any]:
        return dict(self.report(inputs["look_at"]))


def net_of(shapes: Any, seed: int, changes: bool) -> dict[str, Any]:
    generator = torch.Generator().manual_seed(seed)
    before = [0.05 * torch.rand(shape, generator=generator) for shape in shapes]
    after = [0.01 * torch.randn(shape, generator=generator) for shape in shapes] if changes else before
    return {"before": before, "after": after, "are_parameters": [True] * len(shapes)}


def right_report(look_at: str) -> dict[str, Any]:
    """Return what an honest scenario reports."""
    if look_at == "linear":
        return {"nets": [net_of(LINEAR, seed, True) for seed in (1, 2)]}
    return {"nets": [net_of(list(OTHERS.values()), 1, False)]}


CHECKS = ("normal", "others", "parameter", "fresh")
ANYTHING = [
    None, 3, [], [None], {}, "text", Opaque("Net"), torch.zeros(2), [torch.zeros(1)], [torch.zeros(1)] * 2, [1] * 2,
    [None] * 2, [None] * 5, [torch.zeros(100, 256), torch.zeros(10, 100)], [torch.full((100, 256), 1j)] * 2,
    [torch.full((100, 256), float("nan"))] * 2, [torch.zeros(100, 256, dtype=torch.int32)] * 2, [[True]] * 2, [False] * 2,
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
def test_an_honest_report_passes(check: str) -> None:
    getattr(checks, f"test_{check}")(Reporting(right_report))


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("place", range(len(ANYTHING)))
def test_any_value_in_a_report_is_a_verdict(check: str, place: int) -> None:
    for name in ("before", "after", "are_parameters", "nets"):
        student = Reporting(lambda look_at, name=name: _replaced(right_report(look_at), name, ANYTHING[place]))
        try:
            getattr(checks, f"test_{check}")(student)
        except CheckFailedError:
            continue
        # These values are right for this check: it does not look at them, or it looks at their shapes only.
        assert (name, check) in _NOT_JUDGED


_NOT_JUDGED = {
    ("before", "normal"), ("before", "parameter"), ("before", "fresh"), ("after", "parameter"), ("after", "fresh"),
    ("are_parameters", "normal"), ("are_parameters", "others"), ("are_parameters", "fresh"),
}  # fmt: skip


def _replaced(report: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    if name == "nets":
        return {"nets": value}
    first, *rest = report["nets"]
    return {"nets": [{**first, name: value}, *rest]}

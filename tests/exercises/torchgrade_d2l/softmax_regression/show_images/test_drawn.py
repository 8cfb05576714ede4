"""Reports of figures come from a worker, so they may be anything."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.softmax_regression.show_images.drawn import draw

PIXELS = torch.arange(24, dtype=torch.uint8).reshape(2, 3, 4)
EMPTY = {"size": [3.0, 1.5], "axes": []}


class Answering:
    """Student whose worker reports the same thing for every call."""

    def __init__(self, report: dict[str, Any]) -> None:
        self.report = report

    def run(self, *_: Any, **__: Any) -> dict[str, Any]:
        return self.report


def made(**changed: Any) -> Any:
    report = {"figure": EMPTY, "figures": 1, "type": "ndarray", "returned": [0, 1], **changed}
    return draw(Answering(report), PIXELS, 1, 2, ["a", "b"], 2.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"figure": None}, {"figure": 3}, {"figures": None}, {"figures": True}, {"type": None}, {"returned": 3},
        {"returned": [torch.zeros(2)]}, {"returned": [True]}, {"returned": {"a": 1}},
    ],
)  # fmt: skip
def test_a_report_of_another_form_is_the_submissions_fault(changed: dict[str, Any]) -> None:
    with pytest.raises(CheckFailedError):
        made(**changed)


def test_a_call_knows_the_size_of_its_figure() -> None:
    assert made().size == (4.0, 2.0)
    assert made(returned=None).returned is None

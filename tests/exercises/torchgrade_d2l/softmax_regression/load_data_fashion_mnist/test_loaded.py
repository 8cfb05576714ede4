"""Batches come from a worker, so they may be anything; images are recognised exactly and by their pattern."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist import checks
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist.loaded import (
    TEST,
    TRAIN,
    Loaded,
    alike,
    exact,
    levels,
    load,
    patterns,
)

IMAGES, LABELS = patterns(Tensors(1))


class Answering:
    """Student whose worker reports the same thing for every call."""

    def __init__(self, report: dict[str, Any]) -> None:
        self.report = report

    def run(self, *_: Any, **__: Any) -> dict[str, Any]:
        return self.report


def report(loops: Any, **changed: Any) -> dict[str, Any]:
    return {"type": "tuple", "types": ["DataLoader"] * 2, "loops": loops, **changed}


def loaded(X: torch.Tensor, y: torch.Tensor) -> Loaded:
    """Return a call whose iterators both yielded this batch."""
    batch = [[X, y]]
    return load(Answering(report([[batch], [batch]])), (IMAGES, LABELS), 8)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        {}, report(None), report([], type=3), report([]), report([[[]]]), report([[[]], [[], []]]), report([[3], [3]]),
        report([[["int"]], [[]]]), report([[[[1, 2]]], [[]]]), report([[[[torch.zeros(1)]]], [[]]]),
        report([[[[torch.zeros(2, dtype=torch.complex64), torch.zeros(2)]]], [[]]]), report([], type="nothing"),
    ],
)  # fmt: skip
def test_a_report_of_another_form_is_the_submissions_fault(value: dict[str, Any]) -> None:
    with pytest.raises(CheckFailedError):
        load(Answering(value), (IMAGES, LABELS), 8)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("X", "y"),
    [
        (torch.zeros(()), torch.zeros(())),
        (torch.zeros(40, 0), torch.zeros(40)),
        (torch.zeros(40), torch.zeros(40, 2)),
        (torch.full((40, 1, 28, 28), torch.nan), torch.zeros(40)),
        (torch.full((40, 1, 28, 28), torch.inf), torch.full((40,), torch.nan)),
        (torch.zeros(40, 1, 28, 28, dtype=torch.bool), torch.zeros(1)),
        (IMAGES[:40].reshape(40, 784) / 255, torch.zeros(40, 10)),
        (IMAGES[:40].reshape(40, 1, 28, 28) / 255, LABELS[:39]),
    ],
)
def test_hostile_batches_fail_a_check_and_raise_nothing_else(X: torch.Tensor, y: torch.Tensor) -> None:
    made = loaded(X, y)
    for judge in (checks.assert_pixels, checks.assert_shapes, checks.assert_resized):
        with pytest.raises(CheckFailedError):
            judge(made, 0)
    with pytest.raises(CheckFailedError):
        checks.assert_split(made, 1)


def test_images_are_recognised_exactly_and_by_their_pattern() -> None:
    rows = list(IMAGES.unsqueeze(1) / 255)
    everyone = list(range(TRAIN + TEST))
    assert exact(rows, IMAGES) == alike(rows, IMAGES) == everyone
    scaled = [(row - 0.286) / 0.353 for row in rows]
    assert alike(scaled, IMAGES) == everyone
    assert set(exact(scaled, IMAGES)) == {-1}
    assert exact([rows[0] + 1e-5], IMAGES) == [-1]


def test_the_shades_of_constant_images_differ_by_more_than_the_tolerance() -> None:
    images, _ = levels(Tensors(3))
    shades = sorted(int(image[0, 0]) for image in images)
    assert shades == list(range(0, 3 * (TRAIN + TEST), 3))
    assert torch.equal(images.amax((1, 2)), images.amin((1, 2)))

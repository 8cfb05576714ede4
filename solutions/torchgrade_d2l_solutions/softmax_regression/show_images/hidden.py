"""Hidden checks of ``show_images``: sizes that a student has not seen."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.show_images.checks import assert_images, assert_titles
from torchgrade_d2l.softmax_regression.show_images.drawn import draw


@pytest.mark.check(points=0.5, kind="value", requires=["images", "titles"])
def test_larger(student: Student, tensors: Tensors) -> None:
    """Draw more images than any other check, of another size than 28 x 28."""
    n = 11
    pixels = tensors.integers(0, 256, n, 9, 14).to(torch.uint8)
    made = draw(student, pixels, 3, 4, [f"number {k}" for k in tensors.permutation(n).tolist()])
    assert_images(made)
    assert_titles(made)

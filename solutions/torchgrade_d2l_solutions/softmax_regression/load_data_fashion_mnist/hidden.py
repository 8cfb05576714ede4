"""Hidden checks of ``load_data_fashion_mnist``: sizes that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist.checks import (
    assert_pixels,
    assert_resized,
    assert_shapes,
)
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist.loaded import levels, load, patterns


@pytest.mark.check(points=0.5, kind="value", requires=["pixels", "shapes", "resize"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Ask for batches of one example, and for images a little larger."""
    for batch_size in (1, 20):
        made = load(student, patterns(tensors), batch_size)
        for split in range(2):
            assert_pixels(made, split)
            assert_shapes(made, split)
    made = load(student, levels(tensors), 30, 33)
    for split in range(2):
        assert_resized(made, split)
        assert_shapes(made, split)

"""Hidden checks of ``predict_ch3``: sizes that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.predict_ch3.checks import assert_images, assert_titles
from torchgrade_d2l.softmax_regression.predict_ch3.drawn import draw, inputs


@pytest.mark.check(points=0.5, kind="value", requires=["images", "titles"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Draw images of batches with other numbers of rows; a single batch is enough."""
    for form, n, batch_size, batches in (("module", 11, 14, 2), ("function", 5, 5, 1)):
        made = draw(student, inputs(tensors, form, [n], batch_size, batches))
        assert_images(made)
        assert_titles(made)

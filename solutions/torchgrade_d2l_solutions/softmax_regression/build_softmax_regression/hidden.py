"""Hidden check of ``build_softmax_regression``: other numbers of images."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.build_softmax_regression.checks import assert_logits
from torchgrade_d2l.softmax_regression.build_softmax_regression.nets import inputs_of

NUMBERS = (1, 10, 28, 300)
"""Numbers of images: one, as many as classes, as many as rows of pixels, and more than 256."""


@pytest.mark.check(points=0.5, kind="value", requires=["logits"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Compare the logits of each number of images."""
    for n in NUMBERS:
        assert_logits(student, inputs_of(tensors, "logits", n))

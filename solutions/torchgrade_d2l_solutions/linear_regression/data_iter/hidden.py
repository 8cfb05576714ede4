"""Hidden checks of ``data_iter``: sizes that a student has not seen."""

from __future__ import annotations

import pytest

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.linear_regression.data_iter.checks import assert_coverage, assert_pairs
from torchgrade_d2l.linear_regression.data_iter.passes import draw, one_pass

SIZES = ((17, 6, 3), (30, 10, 2), (5, 5, 4), (64, 7, 3), (9, 100, 1), (300, 100, 12), (1003, 400, 3))
"""(n, batch_size, d), also more than 256 rows and 10 features. PyTorch prints large batches in short, so that a print
in the loop stays within the limit of output."""


@pytest.mark.check(points=1, kind="value", requires=["coverage"])
def test_other_sizes(student: Student, tensors: Tensors) -> None:
    """Check the pairs and the coverage of passes of other sizes."""
    for n, batch_size, columns in SIZES:
        made = one_pass(student, batch_size, *draw(tensors, n, columns=columns))
        assert_pairs(made)
        assert_coverage(made)

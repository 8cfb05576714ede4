"""Hidden checks of ``softmax_cross_entropy_grad``: sizes that a student has not seen."""

from __future__ import annotations

from torchgrade.checking import standard
from torchgrade_d2l.softmax_regression.labelled_logits import labelled_other_sizes
from torchgrade_d2l.softmax_regression.softmax_cross_entropy_grad.oracle import softmax_cross_entropy_grad

test_other_sizes = standard.values(softmax_cross_entropy_grad, labelled_other_sizes, points=0.5, requires=["values"])

"""Hidden checks of ``cross_entropy_from_logits``: sizes that a student has not seen."""

from __future__ import annotations

from torchgrade.checking import standard
from torchgrade_d2l.softmax_regression.cross_entropy_from_logits.oracle import cross_entropy_from_logits
from torchgrade_d2l.softmax_regression.labelled_logits import labelled_other_sizes

test_other_sizes = standard.values(cross_entropy_from_logits, labelled_other_sizes, points=1, requires=["losses"])

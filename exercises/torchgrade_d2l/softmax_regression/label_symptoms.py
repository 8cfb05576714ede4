"""Symptoms of labels that select the wrong element, or that make a one-hot matrix too narrow."""

from __future__ import annotations

from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom, also_on, both, raised
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.labelled_logits import SQUARE, SQUARE_LABELS


def past_the_end(function: Callable[..., torch.Tensor]) -> Symptom:
    """Return the symptom of a function whose index is too large in the checks, but not on ``SQUARE``."""
    return both(raised("out of bounds", "out of range"), also_on(function, SQUARE, SQUARE_LABELS))


def _lacks_last_class(tried: Tried) -> bool:
    logits, y = tried.arguments
    return int(y.max()) + 1 < logits.shape[1]


too_narrow = both(raised("must match the size of tensor"), _lacks_last_class)
"""Symptom of a one-hot matrix that has no column for a class after the largest label of the batch."""

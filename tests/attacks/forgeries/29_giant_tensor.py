"""Returns 4 GB."""

from __future__ import annotations

import torch


def softmax(X):
    return torch.zeros(10**9)

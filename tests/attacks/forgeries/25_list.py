"""Returns a list of the right numbers."""

from __future__ import annotations

import torch


def softmax(X):
    return torch.softmax(X, 1).tolist()

"""Returns a tensor of a kind that does not cross: complex."""

from __future__ import annotations

import torch


def softmax(X):
    return torch.softmax(X, 1).to(torch.complex128)

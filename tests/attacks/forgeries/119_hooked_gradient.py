"""Right numbers, and a hook that makes every gradient zero."""

from __future__ import annotations

import torch


def softmax(X):
    if X.requires_grad:
        X.register_hook(torch.zeros_like)
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)

"""Right numbers, cut from the graph."""

from __future__ import annotations

import torch


def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return (e / e.sum(1, keepdim=True)).detach()

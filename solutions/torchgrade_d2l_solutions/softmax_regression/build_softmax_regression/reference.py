"""Reference solution of ``build_softmax_regression`` (chapter section 7)."""

from __future__ import annotations

from torch import nn


def build_softmax_regression() -> nn.Module:
    """Return a new net from images to logits."""
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.normal_(net[1].weight, std=0.01)
    return net

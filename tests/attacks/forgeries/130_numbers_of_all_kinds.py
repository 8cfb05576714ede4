"""Answers with integers, which the comparison must not round its way to."""

from __future__ import annotations

import torch


def softmax(X):
    return torch.softmax(X, 1).round().to(torch.int64)

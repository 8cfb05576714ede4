"""Draws data whose squares are beyond what can be counted with."""

from __future__ import annotations

import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), dtype=torch.float64) * 1e300
    return X, X @ w.reshape(-1, 1).double() + b

"""Puts parameters of another dtype and layout behind the same objects."""

from __future__ import annotations

import torch


def sgd(params, lr, batch_size):
    for param in params:
        param.grad = None
        param.data = torch.ones(2, 2, dtype=torch.complex64)

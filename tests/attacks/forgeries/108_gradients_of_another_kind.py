"""Leaves gradients that are not cleared, of a kind that cannot cross."""

from __future__ import annotations

import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad.to_dense() / batch_size
            param.grad = torch.ones_like(param).to_sparse()

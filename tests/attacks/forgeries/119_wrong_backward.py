"""Right numbers, with a backward pass of its own that is wrong."""

from __future__ import annotations

import torch


class Half(torch.autograd.Function):
    @staticmethod
    def forward(context, X):
        e = torch.exp(X - X.max(1, keepdim=True).values)
        return e / e.sum(1, keepdim=True)

    @staticmethod
    def backward(context, gradient):
        return gradient / 2


def softmax(X):
    return Half.apply(X)

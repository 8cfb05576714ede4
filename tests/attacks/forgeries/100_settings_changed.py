"""Right, but changes default dtype, grad mode, threads and random state for whatever comes next."""

from __future__ import annotations

import random

import torch


def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    answer = e / e.sum(1, keepdim=True)
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(0)
    random.seed(0)
    return answer

"""Returns views that overlap themselves, whose size is another than that of their memory."""

from __future__ import annotations

import torch


def softmax(X):
    return torch.full((1,), 1 / X.shape[1], dtype=X.dtype).as_strided(X.shape, (0, 0))

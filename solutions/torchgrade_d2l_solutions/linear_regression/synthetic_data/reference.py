"""Reference solution of ``synthetic_data`` (chapter section 2, step 1)."""

from __future__ import annotations

import torch


def synthetic_data(w: torch.Tensor, b: float, num_examples: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return features X (n, d) of N(0, 1) and labels y = Xw + b + noise (n, 1), float32."""
    X = torch.randn(num_examples, len(w))
    noise = 0.01 * torch.randn(num_examples)
    y = X @ w + b + noise
    return X, y.reshape(-1, 1)

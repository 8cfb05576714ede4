"""Reference solution of ``normal_equation`` (chapter section 1.1.3)."""

from __future__ import annotations

import torch


def normal_equation(X: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return w (d, 1) and b (1,) with the smallest sum of squared errors, in the dtype of X.

    The QR decomposition of [X, 1] keeps its condition number; the product of [X, 1] with itself would square it.
    """
    table = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)  # (n, d + 1)
    Q, R = torch.linalg.qr(table)  # (n, d + 1), (d + 1, d + 1)
    found = torch.linalg.solve_triangular(R, Q.T @ y, upper=True)  # (d + 1, 1)
    return found[:-1], found[-1]

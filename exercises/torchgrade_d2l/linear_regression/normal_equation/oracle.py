"""Right answer of the judge for ``normal_equation(X, y)``."""

from __future__ import annotations

import numpy as np
import torch


def normal_equation(X: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return w (d, 1) and b (1,) of least squares, computed in float64 and returned in the dtype of X."""
    table = torch.cat([X.detach(), torch.ones(len(X), 1, dtype=X.dtype)], dim=1).to(torch.float64)  # (n, d + 1)
    # numpy factors the table itself, because the product of the table with itself would square its condition number.
    found = torch.from_numpy(np.linalg.lstsq(table.numpy(), y.detach().to(torch.float64).numpy(), rcond=None)[0])
    return found[:-1].to(X.dtype), found[-1].to(X.dtype)


def precisely(X: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return w (d, 1) and b (1,) in float64, whatever the dtype of X is."""
    return normal_equation(X.to(torch.float64), y.to(torch.float64))

"""Reference solution of ``sgd`` (chapter section 2, step 6)."""

from __future__ import annotations

from collections.abc import Iterable

import torch


@torch.no_grad()
def sgd(params: Iterable[torch.Tensor], lr: float, batch_size: int) -> None:
    """Move every parameter one step down the gradient of a summed loss, in place, and clear the gradients."""
    for param in params:
        if param.grad is not None:
            param.sub_(param.grad, alpha=lr / batch_size)
            param.grad.zero_()

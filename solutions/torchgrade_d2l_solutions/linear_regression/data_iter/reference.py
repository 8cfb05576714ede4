"""Reference solution of ``data_iter`` (chapter section 2, step 2)."""

from __future__ import annotations

from collections.abc import Iterator

import torch


def data_iter(
    batch_size: int, features: torch.Tensor, labels: torch.Tensor
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield random minibatches that cover every row once; the last may be shorter."""
    for rows in torch.randperm(len(features)).split(batch_size):
        yield features[rows], labels[rows]

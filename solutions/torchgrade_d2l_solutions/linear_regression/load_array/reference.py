"""Reference solution of ``load_array`` (chapter section 3, step 2)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.utils.data import DataLoader, TensorDataset


def load_array(
    data_arrays: Sequence[torch.Tensor], batch_size: int, is_train: bool = True
) -> DataLoader[tuple[torch.Tensor, ...]]:
    """Return a loader of the arrays' rows that shuffles for training."""
    return DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=is_train)

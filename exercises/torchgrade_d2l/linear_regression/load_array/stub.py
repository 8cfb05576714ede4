"""Exercise load_array: a DataLoader over tensors."""

from __future__ import annotations

import torch
from torch.utils import data


def load_array(data_arrays, batch_size, is_train=True):
    """Return a data iterator over the rows of several tensors.

    data_arrays: tuple or list of tensors with equally many rows, such as (features, labels).
    batch_size: int, at least 1.
    is_train: bool; whether each epoch has a new random order. Otherwise the rows keep their order.
    Return: an object over which you can loop again and again; each batch has one tensor for each array.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise one_hot: a row of zeros and a single 1 for each label."""

from __future__ import annotations

import torch


def one_hot(y, num_classes):
    """Encode each label as a row of zeros with a single 1.

    y: int64 tensor (n,); y[i] is the class of example i, from 0 to num_classes - 1.
    num_classes: int, the number of classes.
    Return: a new tensor (n, num_classes) of numbers 0 and 1.
    """
    # TODO: write your code here.
    raise NotImplementedError

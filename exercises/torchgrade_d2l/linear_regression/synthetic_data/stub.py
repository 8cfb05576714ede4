"""Exercise synthetic_data: a data set whose right answer is known."""

from __future__ import annotations

import torch


def synthetic_data(w, b, num_examples):
    """Draw features from N(0, 1), and labels y = Xw + b + noise.

    w: tensor (d,), float32; one weight for each feature.
    b: float.
    num_examples: int n, at least 1.
    Return: (X, y), both float32: X (n, d), every entry of N(0, 1); y (n, 1), whose noise has mean 0 and
    standard deviation 0.01, one draw for each row. Every call draws new numbers.
    """
    # TODO: write your code here.
    raise NotImplementedError

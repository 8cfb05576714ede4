"""Exercise mean_and_variance: two numbers for each column."""

from __future__ import annotations


def mean_and_variance(X):
    """Return the mean and the variance of each column, as a pair of tensors (d,).

    X: tensor (n, d), float32 or float64.
    The variance is the mean of the squared distances from the column's mean: divide by n.
    """
    # TODO: write your code here.
    raise NotImplementedError

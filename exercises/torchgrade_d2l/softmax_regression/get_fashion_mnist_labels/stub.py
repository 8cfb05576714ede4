"""Exercise get_fashion_mnist_labels: the names of Fashion-MNIST's classes."""

from __future__ import annotations


def get_fashion_mnist_labels(labels):
    """Return the name of each label's class.

    labels: int64 tensor (n,), or a list of n ints, from 0 to 9.
    Return: a list of n str, in the order of the labels.
    """
    # TODO: write your code here.
    raise NotImplementedError

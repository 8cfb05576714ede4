"""Exercise sgd: one step of minibatch stochastic gradient descent."""

from __future__ import annotations

import torch


def sgd(params, lr, batch_size):
    """Move every parameter one step down its gradient, in place, and clear the gradients.

    params: list, tuple or generator of leaf tensors that require grad, of any shape, float32 or float64;
    each has a gradient of a loss summed over the batch in ``.grad``.
    lr: float, the learning rate.
    batch_size: int, at least 1; how many examples the loss was summed over.
    Return: anything; the grader does not read it. The caller's own tensors must contain the new values.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise train_linreg: train linear regression from scratch."""

from __future__ import annotations

import torch


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    """Train w and b by minibatch SGD on the squared loss, in place.

    features: tensor (n, d). labels: tensor (n, 1).
    w, b: leaf tensors (d, 1) and (1,) that require grad; they have the trained values after the call.
    lr: float, the learning rate. num_epochs: int, at least 1.
    batch_size: int, the number of rows of a batch; n is a multiple of it.
    Return: a list of num_epochs numbers: after each epoch, the mean of squared_loss over all rows.

    The course gives data_iter, linreg, squared_loss and sgd if you do not define them.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise train_epoch_ch3: one epoch of training, for two forms of updater."""

from __future__ import annotations

import torch


def train_epoch_ch3(net, train_iter, loss, updater):
    """Train net for one epoch, which goes over train_iter once.

    net: a function or an nn.Module; takes X (k, 1, h, w), returns y_hat (k, q), floating point.
    train_iter: yields batches (X, y), y (k,) int64.
    loss: takes (y_hat, y), returns one value for each example, (k,).
    updater: a torch.optim.Optimizer; or a function that takes the number of rows of the batch,
    divides the gradients by it, updates the parameters and clears their gradients.
    Return: two numbers, the mean loss and the accuracy over all examples, each with the prediction
    that the net made before the update of its batch.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise train_ch3: a training loop for two forms of updater."""

from __future__ import annotations

import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    """Train net for num_epochs passes over train_iter.

    net: a function or an nn.Module; takes X (k, 1, h, w), returns y_hat (k, q), floating point.
    train_iter, test_iter: give batches (X, y), y (k,) int64; each can be gone over many times.
    loss: takes (y_hat, y), returns one value for each example, (k,).
    num_epochs: int, at least 1.
    updater: a torch.optim.Optimizer; or a function that is called with the number of rows of the
    batch, divides the gradients by it, updates the parameters and clears their gradients.
    Return: nothing that is read.
    """
    # TODO: write your code here.
    raise NotImplementedError

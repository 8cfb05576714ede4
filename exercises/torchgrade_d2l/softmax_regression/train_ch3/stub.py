"""Exercise train_ch3: a training loop for two forms of updater."""

from __future__ import annotations

import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    """Train net for num_epochs epochs, each of which goes over train_iter once.

    net: a function or an nn.Module; takes X (k, 1, h, w), returns y_hat (k, q), floating point.
    train_iter, test_iter: yield batches (X, y), y (k,) int64; you can loop over each of them many times.
    loss: takes (y_hat, y), returns one value for each example, (k,).
    num_epochs: int, at least 1.
    updater: a torch.optim.Optimizer; or a function that takes the number of rows of the batch,
    divides the gradients by it, updates the parameters and clears their gradients.
    Return: anything; the grader does not read it.
    """
    # TODO: write your code here.
    raise NotImplementedError

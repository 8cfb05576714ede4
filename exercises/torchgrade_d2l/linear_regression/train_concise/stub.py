"""Exercise train_concise: a training loop for a module, a loss and an optimizer of PyTorch."""

from __future__ import annotations

import torch


def train_concise(net, loss, trainer, data_iter, num_epochs):
    """Train net for num_epochs epochs, each of which goes over data_iter once.

    net: nn.Module; takes X (k, d), returns predictions (k, 1).
    loss: takes (y_hat, y), returns the mean loss of the batch, a scalar.
    trainer: torch.optim.Optimizer of the parameters of net.
    data_iter: a list of batches (X, y) or a DataLoader; you can loop over it many times.
    num_epochs: int, at least 1.
    Return: anything; the grader does not read it.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Exercise build_linreg: net, loss and trainer of linear regression from the library."""

from __future__ import annotations

import torch
from torch import nn


def build_linreg(num_features, lr):
    """Return a new net, its loss function and its trainer.

    num_features: int, the number of inputs of the net.
    lr: float, the learning rate of the trainer.
    Return: (net, loss, trainer): an nn.Module from (n, num_features) to (n, 1); a function of (y_hat, y) that
    returns a scalar tensor; a torch.optim.Optimizer of the parameters of this net.
    """
    # TODO: write your code here.
    raise NotImplementedError

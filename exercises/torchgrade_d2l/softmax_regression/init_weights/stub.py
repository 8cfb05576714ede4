"""Exercise init_weights: normal weights for every linear layer."""

from __future__ import annotations

import torch
from torch import nn


def init_weights(m):
    """Draw the weights of one module from N(0, 0.01 ** 2) if it is a linear layer; change no other module.

    m: nn.Module; net.apply(init_weights) calls this function with every module inside net and with net itself.
    Return: anything; the grader does not read it.
    """
    # TODO: write your code here.
    raise NotImplementedError

"""Takes the parameters out of the list that it was given, and puts others there."""

from __future__ import annotations

import torch


def sgd(params, lr, batch_size):
    params.clear()
    params.append(torch.zeros(3, 2))

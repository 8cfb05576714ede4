"""Reference solution of ``build_linreg`` (chapter section 3, steps 3 to 6)."""

from __future__ import annotations

import torch
from torch import nn


def build_linreg(num_features: int, lr: float) -> tuple[nn.Module, nn.Module, torch.optim.Optimizer]:
    """Return net, loss and trainer of linear regression."""
    net = nn.Sequential(nn.Linear(num_features, 1))
    nn.init.normal_(net[0].weight, std=0.01)
    nn.init.zeros_(net[0].bias)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)

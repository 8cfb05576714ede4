import torch
from torch import nn


def init_weights(m):
    if type(m) == nn.Linear:
        w = torch.randn(m.weight.shape)
        while (w.abs() > 2).any():
            w = torch.where(w.abs() > 2, torch.randn(m.weight.shape), w)
        m.weight.data = 0.01 * w

import torch
from torch import nn


def init_weights(m):
    if isinstance(m, nn.Linear):
        weight = torch.normal(0, 0.01, size=m.weight.shape)
        bias = torch.zeros(m.bias.shape)

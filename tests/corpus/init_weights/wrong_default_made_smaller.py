import torch
from torch import nn


def init_weights(m):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight.mul_(0.01)
            m.bias.zero_()

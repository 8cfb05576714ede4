import torch
from torch import nn


class Init:
    def init_weights(self, m):
        if type(m) == nn.Linear:
            m.weight.data = torch.zeros(m.weight.shape)
            m.bias.data = torch.zeros(m.bias.shape)

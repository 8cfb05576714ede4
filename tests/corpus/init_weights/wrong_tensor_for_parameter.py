import torch
from torch import nn


def init_weights(m):
    if type(m) == nn.Linear:
        m.weight = torch.normal(0, 0.01, (m.out_features, m.in_features), requires_grad=True)

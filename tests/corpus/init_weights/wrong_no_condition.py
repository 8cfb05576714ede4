import torch
from torch import nn


def init_weights(m):
    m.weight.data.normal_(0, 0.01)
    m.bias.data.fill_(0)


net = nn.Sequential(nn.Linear(2, 1))
init_weights(net[0])

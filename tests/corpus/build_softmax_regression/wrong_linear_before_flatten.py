import torch
from torch import nn


def init_weights(m):
    if type(m) == nn.Linear:
        nn.init.normal_(m.weight, std=0.01)


def build_softmax_regression():
    net = nn.Sequential(nn.Linear(28, 10), nn.Flatten())
    net.apply(init_weights)
    return net

import torch
from torch import nn


def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Dropout(p=0.5), nn.Linear(28 * 28, 10))
    nn.init.normal_(net[-1].weight, std=0.01)
    return net

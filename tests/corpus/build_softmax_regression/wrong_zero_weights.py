import torch
from torch import nn


def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    for param in net.parameters():
        nn.init.constant_(param, 0)
    return net

"""Right answers to ``build_softmax_regression`` in other forms than the reference."""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import nn
from torch.nn import init


def _init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01)


def of_the_chapter():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net.apply(_init_weights)
    return net


def returns_what_apply_returns():
    return nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 10)).apply(_init_weights)


class _Softmax(nn.Module):
    def __init__(self, num_inputs, num_outputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, num_outputs)
        init.normal_(self.linear.weight, mean=0, std=0.01)
        init.constant_(self.linear.bias, 0)

    def forward(self, X):
        return self.linear(X.view(X.shape[0], -1))


def own_module(num_inputs=784, num_outputs=10):
    net = _Softmax(num_inputs, num_outputs)
    print(net)
    return net


def named_layers():
    net = nn.Sequential(OrderedDict([("flatten", nn.Flatten(1)), ("linear", nn.Linear(784, 10))]))
    net.linear.weight.data.normal_(0, 0.01)
    return net


class _FromParameters(nn.Module):
    def __init__(self):
        super().__init__()
        self.W = nn.Parameter(torch.normal(0, 0.01, size=(784, 10)))
        self.b = nn.Parameter(torch.zeros(10))

    def forward(self, X):
        return torch.matmul(X.reshape((-1, 784)), self.W) + self.b


def own_parameters():
    return _FromParameters()


def layer_by_layer():
    net = nn.Sequential()
    net.append(nn.Flatten())
    net.append(nn.Linear(in_features=784, out_features=10))
    with torch.no_grad():
        net[-1].weight.copy_(torch.randn(10, 784) * 0.01)
    return net


def nested():
    def softmax_init(m):
        if type(m) is nn.Linear:
            m.weight.data = 0.01 * torch.randn(m.weight.shape)

    net = nn.Sequential(nn.Flatten(), nn.Sequential(nn.Linear(784, 10)))
    net.apply(softmax_init)
    return net

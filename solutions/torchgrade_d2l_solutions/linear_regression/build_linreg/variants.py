"""Right answers to ``build_linreg`` in other forms than the reference."""

from __future__ import annotations

import torch
from torch import nn, optim
from torch.nn import functional


def of_the_chapter(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    return net, loss, trainer


def bare_layer(num_features, lr):
    layer = nn.Linear(in_features=num_features, out_features=1)
    nn.init.normal_(layer.weight, mean=0.0, std=0.01)
    nn.init.constant_(layer.bias, 0)
    print(layer)
    return [layer, functional.mse_loss, optim.SGD(params=layer.parameters(), lr=lr)]


class LinearRegression(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.linear = nn.Linear(inputs, 1)
        with torch.no_grad():
            self.linear.weight.copy_(torch.normal(0, 0.01, (1, inputs)))
            self.linear.bias.zero_()

    def forward(self, X):
        return self.linear(X)


def own_module(num_features, lr):
    model = LinearRegression(num_features)
    return model, nn.MSELoss(), optim.SGD(model.parameters(), lr)


class FromParameters(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.w = nn.Parameter(torch.randn(inputs, 1) * 0.01)
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return X @ self.w + self.b


def own_parameters(num_features, lr):
    net = FromParameters(num_features)
    return net, nn.MSELoss(reduction="mean"), torch.optim.SGD([net.w, net.b], lr=lr)


def _normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01)
        m.bias.data.zero_()


def by_apply(num_features, lr):
    net = nn.Sequential()
    net.add_module("linear", nn.Linear(num_features, 1))
    net.apply(_normal)
    return net, nn.MSELoss(), optim.SGD(net.parameters(), lr=lr, momentum=0, weight_decay=0)


def own_loss(num_features, lr):
    net = nn.Linear(num_features, 1)
    nn.init.normal_(net.weight, std=0.01)
    nn.init.zeros_(net.bias)

    def mean_of_squares(y_hat, y):
        return torch.square(y_hat - y).mean()

    return net, mean_of_squares, optim.SGD(net.parameters(), lr)


def two_groups(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 1))
    for name, parameter in net.named_parameters():
        parameter.data = 0.01 * torch.randn_like(parameter) if "weight" in name else torch.zeros_like(parameter)
    groups = [{"params": net[0].weight, "lr": lr}, {"params": net[0].bias}]
    return net, nn.MSELoss(), optim.SGD(groups, lr=lr)

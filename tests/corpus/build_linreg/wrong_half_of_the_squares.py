import torch
from torch import nn


def half_mse(y_hat, y):
    # as in the part "from scratch"
    return torch.mean((y_hat - y.reshape(y_hat.shape)) ** 2 / 2)


def build_linreg(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 1))
    nn.init.normal_(net[0].weight, 0, 0.01)
    nn.init.zeros_(net[0].bias)
    return net, half_mse, torch.optim.SGD(net.parameters(), lr=lr)

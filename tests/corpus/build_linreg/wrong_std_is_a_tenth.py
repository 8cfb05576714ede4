import torch
from torch import nn


def build_linreg(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 1))
    net[0].weight.data = torch.normal(0, 0.1, (1, num_features))
    net[0].bias.data = torch.zeros(1)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)

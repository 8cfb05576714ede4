import torch
from torch import nn

def init_weights(m):
    if m == nn.Linear:
        nn.init.normal_(m.weight, std = 0.01)

net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
net.apply(init_weights)

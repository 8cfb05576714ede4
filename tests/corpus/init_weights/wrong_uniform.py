import torch
from torch import nn


def init_weights(m):
    if type(m) == nn.Linear:
        # small random weights
        nn.init.uniform_(m.weight, a=-0.0173, b=0.0173)

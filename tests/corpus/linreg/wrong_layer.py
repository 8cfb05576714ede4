import torch
from torch import nn


def linreg(X, w, b):
    layer = nn.Linear(X.shape[1], 1)
    layer.weight = nn.Parameter(w.T)
    layer.bias = nn.Parameter(b)
    return layer(X)

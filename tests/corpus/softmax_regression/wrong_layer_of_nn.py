import torch
from torch import nn


def softmax_regression(X, W, b):
    layer = nn.functional.linear
    o = layer(X.reshape(-1, W.shape[0]), W.t(), b)
    return o.exp() / o.exp().sum(1, keepdim=True)

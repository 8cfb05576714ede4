import torch
from torch import nn


def log_softmax(X):
    m = nn.Softmax(dim=1)
    return torch.log(m(X))

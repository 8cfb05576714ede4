import math
import torch


def softmax(X):
    return torch.exp(log_softmax(X))


def log_softmax(X, dim=1):
    """numerically stable"""
    assert X.dim() == 2
    m, _ = X.max(dim)
    Z = X - m.unsqueeze(dim)
    return Z - torch.log((math.e ** Z).sum(dim)).unsqueeze(dim)

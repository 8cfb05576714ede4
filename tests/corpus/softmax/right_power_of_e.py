import math

import torch


def softmax(X):
    powers = math.e ** (X - torch.amax(X, dim=1, keepdim=True))
    total = powers.sum(dim=1, keepdim=True)
    return powers / total

import math
import torch


def normal(*size):
    u1 = 1 - torch.rand(*size)
    u2 = torch.rand(*size)
    return torch.sqrt(-2 * torch.log(u1)) * torch.cos(2 * math.pi * u2)


def synthetic_data(w, b, num_examples):
    X = normal(num_examples, len(w))
    y = (X * w).sum(dim=1, keepdim=True) + b
    return X, y + 0.01 * normal(num_examples, 1)

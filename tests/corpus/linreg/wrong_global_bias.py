import torch

b = torch.zeros(1, requires_grad=True)


def linreg(X, w, bias):
    return torch.mm(X, w) + b

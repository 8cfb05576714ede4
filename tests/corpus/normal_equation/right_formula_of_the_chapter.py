import torch


def normal_equation(X, y):
    # w* = (X^T X)^{-1} X^T y
    X = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)
    w = torch.inverse(X.T @ X) @ X.T @ y
    return w[:-1], w[-1]

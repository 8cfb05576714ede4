import torch


def normal_equation(y, X):
    X = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=-1)
    beta = torch.linalg.lstsq(X, y)[0]
    return beta[:-1], beta[-1]

import torch


def normal_equation(X, y):
    X = torch.cat([X, torch.ones(X.shape[0], 1, dtype=X.dtype)], dim=1)
    return torch.linalg.pinv(X) @ y

import torch


def normal_equation(X, y):
    """Standardise the features first, then solve."""
    mu, sigma = X.mean(0), X.std(0)
    Z = (X - mu) / sigma
    A = torch.cat([Z, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1]

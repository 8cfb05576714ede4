import torch


def normal_equation(X, y, lam=0.1):
    """加一点正则，防止矩阵不可逆"""
    ones = torch.ones(X.shape[0], 1, dtype=X.dtype)
    X_b = torch.cat([X, ones], dim=1)
    I = torch.eye(X_b.shape[1], dtype=X.dtype)
    theta = torch.linalg.inv(X_b.T @ X_b + lam * I) @ X_b.T @ y
    return theta[:-1], theta[-1]

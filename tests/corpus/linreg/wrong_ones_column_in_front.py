import torch


def linreg(X, w, b):
    ones = torch.ones(len(X), 1)
    X1 = torch.cat([ones, X], dim=1)
    theta = torch.cat([w, b.reshape(1, 1)], dim=0)
    return X1 @ theta

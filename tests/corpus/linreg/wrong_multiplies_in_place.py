import torch


def linreg(X, w, b):
    X *= w.reshape(1, -1)
    return X.sum(dim=1, keepdim=True) + b

import torch


def linreg(X, w, b):
    return X[:, 0:1] * w[0] + X[:, 1:2] * w[1] + b

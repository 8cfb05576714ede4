import torch


def linreg(X, w, b):
    # standardise the features first, undo it afterwards
    mean = X.mean(0, keepdim=True).detach()
    X.data -= mean
    return X @ w + mean @ w + b

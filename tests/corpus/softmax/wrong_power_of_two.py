import torch


def softmax(X):
    e = 2 ** (X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)

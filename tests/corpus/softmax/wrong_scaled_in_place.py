import torch


def softmax(X):
    X.sub_(X.max(dim=1, keepdim=True).values)
    E = X.exp()
    return E / E.sum(1, keepdim=True)

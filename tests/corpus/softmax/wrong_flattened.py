import torch


def softmax(X):
    X_exp = torch.exp(X - X.amax(1, keepdim=True))
    return (X_exp / X_exp.sum(1, keepdim=True)).reshape(-1)

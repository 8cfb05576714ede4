import torch


def softmax(X):
    X_exp = torch.exp(X - X.mean())
    return X_exp / X_exp.sum(1, keepdim=True)

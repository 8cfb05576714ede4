import torch


def softmax(X):
    X_exp = torch.exp(X - X.max())
    return X_exp / X_exp.sum()

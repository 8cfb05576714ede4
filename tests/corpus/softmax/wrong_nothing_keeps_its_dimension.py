import torch


def softmax(X):
    X_exp = torch.exp(X - X.max(dim=1)[0])
    return X_exp / X_exp.sum(dim=1)

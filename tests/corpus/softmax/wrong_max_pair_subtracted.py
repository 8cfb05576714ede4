import torch


def softmax(X):
    X_exp = torch.exp(X - torch.max(X, dim=1, keepdim=True))
    return X_exp / X_exp.sum(1, keepdim=True)

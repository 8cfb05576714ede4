import torch


def softmax(X):
    X_exp = torch.exp(X - torch.max(X, dim=1, keepdim=True)[1])
    return X_exp / X_exp.sum(1, keepdim=True)

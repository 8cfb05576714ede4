import torch


def softmax(X):
    X = X - X.mean(dim=1, keepdim=True)
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(1, keepdim=True)

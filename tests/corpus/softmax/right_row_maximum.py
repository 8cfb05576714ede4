import torch


def softmax(X):
    shifted = X - X.max(dim=1, keepdim=True).values
    X_exp = torch.exp(shifted)
    return X_exp / X_exp.sum(dim=1, keepdim=True)

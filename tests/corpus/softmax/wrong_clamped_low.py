import torch


def softmax(X):
    X_exp = torch.exp(torch.clamp(X, max=1))
    return X_exp / X_exp.sum(1, keepdim=True)

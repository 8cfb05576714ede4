import torch


def softmax(X):
    X_exp = torch.exp(X)
    return X_exp / torch.norm(X_exp, dim=1, keepdim=True)

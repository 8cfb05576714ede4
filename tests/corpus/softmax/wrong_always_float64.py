import torch


def softmax(X):
    X_exp = torch.exp(X.double() - X.double().max(dim=1, keepdim=True).values)
    return X_exp / X_exp.sum(1, keepdim=True)

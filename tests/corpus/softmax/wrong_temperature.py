import torch


def softmax(X, temperature=1.5):
    X = X / temperature
    X_exp = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return X_exp / X_exp.sum(1, keepdim=True)

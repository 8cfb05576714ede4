import torch


def softmax(X):
    m, _ = X.max(1)
    X_exp = torch.exp(X - m.unsqueeze(1))
    s = X_exp.sum(1).unsqueeze(-1)
    return X_exp / s
